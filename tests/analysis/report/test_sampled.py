from __future__ import annotations

import pytest

from sim.analysis.explained import NOTES, explain_sample
from sim.analysis.finding.sampled import sampled_finding, sampled_lead
from sim.analysis.report.answer import FIFTHS, NOTE_FIFTHS, sampled_sheet
from sim.analysis.report.page import page
from tests.analysis.report.reader import Reader
from tests.analysis.sampled_worlds import FACTORS, batch_of, ishigami, linear

KINDS = {"morris": 12, "saltelli": 64, "latin-hypercube": 60}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sampled_page_explains_in_place_of_comparing(kind: str) -> None:
    text = page(batch_of(linear, kind, KINDS[kind]))
    read = Reader(text)
    assert read.faults == []
    assert "What matters, in numbers" in read.text
    assert "The comparison in numbers" not in read.text
    assert (NOTES.get(kind) or NOTE_FIFTHS) in read.text
    assert f"parameters ({kind}) were run with 2 worlds" in read.text
    assert len(read.sources) >= 1


def test_the_parameters_that_matter_are_named_with_their_size() -> None:
    explanation = explain_sample(batch_of(linear, "morris", 12, ends=(0.0, 2.0)))
    finding = sampled_finding(explanation, 2, 365)
    assert finding.basis.startswith("48 points of 3 parameters (morris) were run with 2 worlds of 365 days each. ")
    recruits, loss = [*finding.lead, *finding.outcomes]
    assert recruits.startswith("Recruits (two − focus): +")
    assert recruits.endswith("; most moved by intercept (6.00, 6.00 to 6.00), work intercept (2.00, 2.00 to 2.00).")
    assert "social proof" not in recruits
    assert loss.endswith("of them; the same at every point.")
    assert sampled_lead(explanation) == recruits


def test_a_parameter_that_lowers_the_outcome_is_told_so() -> None:
    explanation = explain_sample(batch_of(lambda x, y, z: -linear(x, y, z), "morris", 12, ends=(0.0, 2.0)))
    assert "intercept (6.00, 6.00 to 6.00, mostly downward)" in sampled_lead(explanation)


def test_the_table_of_indices_starts_with_what_matters_most() -> None:
    table, note = sampled_sheet(explain_sample(batch_of(ishigami, "saltelli", 128)))
    assert (table.heads, note) == (["", "Alone", "With interactions"], NOTES["saltelli"])
    assert [block.heading for block in table.blocks] == [
        "Recruits (direct recruits): two − focus",
        "Share with a net loss (% of networkers): two − focus",
    ]
    assert {row[0] for row in table.blocks[0].rows} == {name.rpartition(".")[2].replace("_", " ") for name in FACTORS}
    assert all(len(row) == 3 for block in table.blocks for row in block.rows)
    assert table.blocks[1].rows == [["the same at every point", "", ""]]


def test_fifths_rise_with_the_parameter_that_matters() -> None:
    table, _ = sampled_sheet(explain_sample(batch_of(linear, "latin-hypercube", 100, ends=(0.0, 10.0))))
    assert table.heads == ["", *FIFTHS]
    first = next(row for row in table.blocks[0].rows if row[0] == "intercept")
    means = [float(cell.partition("\n")[0]) for cell in first[1:]]
    assert means == sorted(means)
    assert means[-1] - means[0] == pytest.approx(24.0, abs=3.0)


def test_a_tree_that_predicts_nothing_names_no_rule() -> None:
    explanation = explain_sample(batch_of(lambda x, y, z: (x * 1e4) % 1.0, "latin-hypercube", 200))
    assert "no simple rule predicts it at points it has not seen (cross-validated R² = " in sampled_lead(explanation)


def test_a_tree_that_predicts_tells_where_the_least_and_the_most_is() -> None:
    explanation = explain_sample(batch_of(lambda x, y, z: 5.0 * (x > 0), "latin-hypercube", 40))
    assert "; least where intercept ≤ " in sampled_lead(explanation)
    assert "(+0.00) and most where intercept > " in sampled_lead(explanation).replace("(0.00)", "(+0.00)")
    assert "(+5.00), by a tree with cross-validated R² = " in sampled_lead(explanation)
