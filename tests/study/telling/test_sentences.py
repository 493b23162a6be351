"""Sentences on claims: numbers come from the stored ones, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from sim.study.telling.regions import region_named, regions_named
from sim.study.telling.sentences import counted, headed, sentence, word
from sim.study.telling.words import ENGLISH, GERMAN
from sim.study.verdicts import WORDS
from tests.study.entries import entry


@pytest.mark.parametrize(
    ("means", "english", "german"),
    [
        (
            (5.0, 4.0),
            "Yes. In all 2 comparisons, such as: Recruits +5.00 (+2.52 to +7.48), two against one business.",
            "Ja. In allen 2 Vergleichen, zum Beispiel: Geworbene Partner +5,00 (+2,52 bis +7,48), zwei gegen ein "
            "Geschäft.",
        ),
        (
            (5.0, -5.0),
            "Only if. In 1 of 2 comparisons (talks at events 0 %): Recruits +5.00 (+2.52 to +7.48), two against one "
            "business.",
            "Nur wenn. In 1 von 2 Vergleichen (Anteil der Gespräche auf Veranstaltungen 0 %): Geworbene Partner +5,00 "
            "(+2,52 bis +7,48), zwei gegen ein Geschäft.",
        ),
        (
            (-5.0, -6.0),
            "No. The other way in 2 of 2 comparisons: Recruits −6.00 (−8.48 to −3.52), two against one business.",
            "Nein. In 2 von 2 Vergleichen ist es umgekehrt: Geworbene Partner −6,00 (−8,48 bis −3,52), zwei gegen ein "
            "Geschäft.",
        ),
    ],
)
def test_a_sentence_has_the_size_with_its_interval_and_where(
    means: tuple[float, ...], english: str, german: str
) -> None:
    assert headed(entry(means)) == english
    assert headed(entry(means), GERMAN) == german


def test_what_is_open_says_how_many_pairs_would_decide_it() -> None:
    found = entry((1.2,))
    assert found["word"] == "Not enough worlds"
    enough = found["tests"][0]["enough"]
    assert sentence(found) == f"3 pairs of worlds did not decide 1 of 1 comparisons; about {enough} would."
    assert sentence(found, GERMAN).endswith(f"etwa {enough} würden reichen.")


def test_no_difference_that_matters_says_what_would() -> None:
    found = entry((0.2,), matters=10.0)
    for row in found["tests"][0]["regions"]:
        row.update(matters=10.0, answer="none", state="nothing", sign=0)
    found["word"] = "No difference that matters"
    assert sentence(found).endswith("two against one business, where 10.00 would matter.")


def test_a_relative_effect_is_a_share_of_its_base() -> None:
    found = entry((5.0,), relative=True)
    assert "Recruits +50 % (+25 to +75)" in sentence(found)


def test_a_level_is_told_as_the_level() -> None:
    found = entry((0.2,), kind="level", better=None, against=[], outcome="gain", value=0.5)
    found["word"] = "Premise"
    assert "Share with a gain on shares 70.0 %" in sentence(found)
    assert sentence(found).endswith("compared with 50.0 %.")


def test_a_premise_is_said_to_be_none_of_the_findings() -> None:
    found = entry((5.0,))
    found["word"], found["tests"][0]["shows"] = "Premise", "premise"
    assert sentence(found).startswith("The model is built this way, so it is no finding: Recruits +5.00")
    assert sentence(found, GERMAN).startswith("So ist das Modell gebaut, also kein Ergebnis: Geworbene Partner +5,00")


@pytest.mark.parametrize("words", [ENGLISH, GERMAN])
def test_every_word_has_a_name_in_every_language(words: Any) -> None:
    assert len({word({"word": each}, words) for each in WORDS}) == len(WORDS)
    assert counted([entry((5.0,)), entry((5.0,)), entry((1.2,))], words).startswith("2 ")


def test_both_languages_have_the_same_phrases() -> None:
    for table in ("say", "words", "ways", "per"):
        assert set(ENGLISH.table(table)) == set(GERMAN.table(table))


SHARES = (0.0, 0.2, 0.5, 1.0)
ROWS = [{"against": against, "events.share": share} for against in ("focus", "all") for share in SHARES]


def test_every_factor_is_told_by_itself_and_numbers_by_their_ends() -> None:
    def picked(*shares: float) -> str:
        return regions_named(ENGLISH, [row for row in ROWS if row["events.share"] in shares], ROWS)

    assert regions_named(ENGLISH, ROWS, ROWS) == "everywhere"
    assert picked(0.5, 1.0) == "talks at events 50 % or more"
    assert picked(0.0, 0.2) == "talks at events 20 % or less"
    assert picked(0.2, 0.5) == "talks at events 20 % to 50 %"
    assert picked(0.0, 1.0) == "talks at events 0 % or 100 %"
    assert regions_named(GERMAN, ROWS[:4], ROWS) == "gegen ein Geschäft"


def test_one_region_is_named_by_what_holds_there() -> None:
    assert region_named(ENGLISH, {}) == "everywhere"
    assert region_named(ENGLISH, {"against": "focus", "phases.care": False}) == "against one business, care off"
    assert region_named(ENGLISH, {"company.vita.life.days": 1_000_000}) == "company life unlimited"
    assert region_named(GERMAN, {"population.part_time": 1.0}) == "nebenberuflich"
