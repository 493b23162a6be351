"""The description of the model says what the code does: no stale block, no file or parameter left out."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from sim.core.rows import Row
from sim.day import DAY
from sim.model import tables
from sim.scenario.explain import explain

REMEDY = "run: .venv/bin/python docs/build.py"
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)
ELEMENTS = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
)


@pytest.fixture(scope="module")
def prose(build: ModuleType, odd: str) -> str:
    """What is written by hand."""
    return str(build.BLOCK.sub("", odd))


def test_no_block_is_stale(build: ModuleType, odd: str) -> None:
    stale = [match[0].splitlines()[0] for match in build.BLOCK.finditer(odd) if build.rendered(match) != match[0]]
    assert not stale, REMEDY


def test_every_marker_is_part_of_a_block(build: ModuleType, odd: str) -> None:
    assert odd.count("<!--") == 2 * len(build.BLOCK.findall(odd))


def test_every_renderer_is_used(build: ModuleType, odd: str) -> None:
    assert {match["name"] for match in build.BLOCK.finditer(odd)} == set(build.RENDERERS)


def test_blocks_are_rendered_from_their_arguments(build: ModuleType) -> None:
    old = "a\n<!-- generated: parameters record -->\nstale\n<!-- end -->\nb\n"
    assert build.render(old) == (
        "a\n<!-- generated: parameters record -->\n"
        "| parameter | default | unit | allowed | meaning | source |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| `record.every` | `7` | days | at least 1, at most 36500 | Interval of the time series. | assumed |\n"
        "<!-- end -->\nb\n"
    )


def test_bars_do_not_break_a_table(build: ModuleType) -> None:
    assert build.markdown_table(["a"], [["x | y"]]) == "| a |\n| --- |\n| x \\| y |\n"


def test_every_parameter_stands_in_exactly_one_block(build: ModuleType, odd: str) -> None:
    blocks = [match["arguments"].split() for match in build.BLOCK.finditer(odd) if match["name"] == "parameters"]
    described = [leaf.name for names in blocks for name in names for leaf in build.leaves(explain(name))]
    assert sorted(described) == sorted(leaf.name for leaf in build.leaves(explain()))


def test_every_rule_file_has_a_subsection(root: Path, odd: str) -> None:
    declared = {"__init__.py", "parameters.py", "companies.py", "rows.py", "tables.py", "floor.py"}
    declared |= {"checks.py", "outcomes.py"}  # what a scenario may say, and how it is measured
    files = {path.name for path in (root / "sim" / "model").rglob("*.py")} - declared
    headings = re.findall(r"^#### 7\.\d+ .+: (`.+)$", odd, re.MULTILINE)
    assert {name for heading in headings for name in re.findall(r"`(\w+\.py)`", heading)} == files


def test_subsections_are_numbered_in_their_order(odd: str) -> None:
    numbers = [int(number) for number in re.findall(r"^#### 7\.(\d+) ", odd, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_subsection_that_is_named_is_there(odd: str) -> None:
    there = re.findall(r"^#### (7\.\d+) ", odd, re.MULTILINE)
    assert set(re.findall(r"(?<![\d.])7\.\d{1,2}(?![\d.]*\d)", odd)) - set(there) == set()


def test_every_table_of_the_world_is_listed_and_described(odd: str, prose: str) -> None:
    declared = set(tables.TABLES) | {value for value in vars(tables).values() if value in Row.__subclasses__()}
    assert [row.table for row in declared if f"**`{row.table}`** {row.__doc__}" not in odd] == []
    assert [row.table for row in declared if f"`{row.table}`" not in prose] == []


def test_every_purpose_of_chance_stands_in_a_formula(build: ModuleType, prose: str) -> None:
    names = re.findall(r"^\| `(.+?)` \|", build.purposes(), re.MULTILINE)
    assert "conversation.whom" in names
    by_words = {"graph", "build.founders", "build.focal", "build.follows"}
    assert [name for name in names if name not in prose and name not in by_words] == []


def test_every_claim_of_the_schedule_is_told(odd: str) -> None:
    claims = {claim for step in DAY for claim in step.claims.split()}
    assert claims - set(re.findall(r"^\| (A\d+) \|", odd, re.MULTILINE)) == set()


def test_elements_and_concepts_are_those_of_the_protocol(odd: str) -> None:
    assert tuple(re.findall(r"^### [1-7] (.+)$", odd, re.MULTILINE)) == ELEMENTS
    concepts = odd[odd.index("### 4") : odd.index("## Details")]
    assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", concepts, re.MULTILINE)) == CONCEPTS


def test_every_citation_has_its_reference(odd: str) -> None:
    text, references = odd.split("\n## References\n")
    cited = set(re.findall(r"([A-Z]\w+)(?: & \w+)?(?:, [\w&, ]+)?(?: et al\.)? \(?((?:19|20)\d\d)", text))
    entries = re.findall(r"^- (\S+), .*?\((\d{4})\)", references, re.MULTILINE)
    names = {(re.split(r"\W", name)[0], year) for name, year in entries}
    assert ("Centola", "2010") in names
    assert {(name, year) for name, year in cited if (name, year) not in names} == set()
