"""The verbs of the command: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import app
from sim.day import DAY
from sim.scenario import Scenario
from sim.scenario.lexicon import groups
from tests.command import TOWN, Command, Told

MANYHATS = Path(sys.executable).with_name("manyhats")
VERBS = (
    "check",
    "run",
    "evening",
    "view",
    "market",
    "level",
    "batch",
    "rerun",
    "plot",
    "compare",
    "sensitivity",
    "report",
    "claims",
    "why",
    "verify",
    "calibrate",
    "replay",
    "scenarios",
    "explain",
    "schedule",
    "warm",
)
HEAVY = "dask distributed jinja2 matplotlib mesa networkx numba numpy pandas pyarrow scipy"


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a folder of its own."""
    return Command(tmp_path, monkeypatch, capfd)


def test_the_verbs_are_those_of_the_tests() -> None:
    assert tuple(command.callback.__name__ for command in app.registered_commands if command.callback) == VERBS


def test_without_a_verb_the_help_is_shown(manyhats: Command) -> None:
    told = manyhats()
    assert told.err == ""
    assert told.out.strip() == manyhats("--help").out.strip()
    assert re.findall(r"^│ (\w+) +[A-Z]", told.out, re.MULTILINE) == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(manyhats: Command, verb: str) -> None:
    told = manyhats(verb, "--help")
    assert (told.code, told.err) == (0, "")
    assert told.out.strip().startswith(f"Usage: manyhats {verb} ")
    assert "<bool>" not in told.out
    undescribed = re.findall(r"^│ \*? +(\S+)(?: +<?\w+>?)? *│$", told.out, re.MULTILINE)
    assert undescribed == []


@pytest.mark.parametrize(
    "arguments", [("nope",), ("check",), ("check", "town.toml", "--nope"), ("run", "x", "--seed", "-1")]
)
def test_a_wrong_call_is_refused_with_the_usage(manyhats: Command, arguments: tuple[str, ...]) -> None:
    told = manyhats(*arguments)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Usage: manyhats")
    assert "Traceback" not in told.err


def test_check_says_what_a_scenario_would_run(manyhats: Command) -> None:
    sentence = "town.toml is fine: 200 people, 40 days, 2 settings x 3 seeds = 6 runs.\n"
    assert manyhats("check", "town.toml") == Told(0, sentence, "")


@pytest.mark.parametrize(
    ("design", "size"),
    [
        (["kind=saltelli", "points=64"], "384 settings x 3 seeds = 1,152 runs"),
        (["kind=morris", "points=10"], "40 settings x 3 seeds = 120 runs"),
        (["kind=latin-hypercube", "points=30"], "60 settings x 3 seeds = 180 runs"),
        (
            ["kind=latin-hypercube", "points=2", "precision.outcome=recruits", "precision.max_seeds=50"],
            "4 settings x 10 to 50 seeds = 40 to 200 runs, until recruits is precise",
        ),
    ],
)
def test_sampled_designs_are_counted(manyhats: Command, design: list[str], size: str) -> None:
    sets = [word for value in design for word in ("--set", f"design.{value}")]
    told = manyhats("check", "town.toml", "--set", "design.between.gossip.rate=[0, 1]", *sets)
    assert told == Told(0, f"town.toml is fine: 200 people, 40 days, {size}.\n", "")


def test_check_says_what_is_odd(manyhats: Command) -> None:
    told = manyhats("check", "town.toml", "--set", "design.background={focus=1.0}")
    note = 'Note: design.background = { focus = 1.0 } is not used: design.worlds is "population".\n'
    assert (told.code, told.err) == (0, note)


def test_a_mistake_in_a_file_is_one_sentence(manyhats: Command) -> None:
    Path("town.toml").write_text(TOWN.replace("days = 40", "day = 40"), encoding="utf-8")
    sentence = "town.toml, line 4: time.day = 40 is not a known key. Did you mean time.days?\n"
    for verb in ("check", "run", "batch"):
        assert manyhats(verb, "town.toml") == Told(2, "", sentence)


def test_a_missing_file_is_one_sentence(manyhats: Command) -> None:
    sentence = 'twn.toml: there is no such file. Did you mean "town.toml"?\n'
    assert manyhats("check", "twn.toml") == Told(2, "", sentence)


def test_an_installed_command_ends_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(TOWN.replace("0.1", "1.1"), encoding="utf-8")
    ended = subprocess.run([MANYHATS, "check", "town.toml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    sentence = "town.toml, line 8: population.networkers = 1.1: must be at most 1 (share).\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", sentence)


def test_check_against_prints_in_what_two_scenarios_differ(manyhats: Command) -> None:
    Path("other.toml").write_text('extends = "town.toml"\n[gossip]\nrate = 0.0\n', encoding="utf-8")
    told = manyhats("check", "town.toml", "--against", "other.toml")
    assert (told.code, told.err) == (0, "")
    rows = [line.split() for line in told.out.splitlines()]
    assert rows == [["parameter", "town.toml", "other.toml"], ["gossip.rate", "0.1", "0.0"]]


def test_check_against_itself_finds_nothing(manyhats: Command) -> None:
    sentence = "town.toml and town.toml are the same scenario.\n"
    assert manyhats("check", "town.toml", "--against", "town.toml") == Told(0, sentence, "")


def test_explain_tells_unit_bounds_default_and_source(manyhats: Command) -> None:
    told = manyhats("explain", "credibility.memory_half_life")
    assert (told.code, told.err) == (0, "")
    assert [line.strip().split(maxsplit=1) for line in told.out.splitlines()] == [
        ["conversation.memory_half_life", "Time in which the memory of a story loses half its weight."],
        ["credibility.memory_half_life", "is another name of conversation.memory_half_life."],
        ["type", "number"],
        ["unit", "days"],
        ["default", "30.0"],
        ["allowed", "more than 0, at most 36500"],
        ["source", "assumed. Plausible: 7 to 120."],
    ]


def test_explain_refuses_an_unknown_name(manyhats: Command) -> None:
    sentence = "credibility.ceiling is not a known key. Did you mean credibility.ceiling_loss?\n"
    assert manyhats("explain", "credibility.ceiling") == Told(2, "", sentence)


def test_explain_without_a_name_explains_every_section(manyhats: Command) -> None:
    told = manyhats("explain")
    assert (told.code, told.err) == (0, "")
    rows = [rf"^  {name}  +[A-Z]" for name in Scenario.model_fields]
    assert [row for row in rows if not re.search(row, told.out, re.MULTILINE)] == []
    for group in groups()[1:]:
        assert f"{group.name}  {group.meaning}\n  {group.members[0].name}, " in told.out
    assert told.out.endswith("`manyhats explain parameters` all parameters.\n")


@pytest.mark.parametrize("name", ["outcomes", "laws-of-life", "words"])
def test_explain_lists_a_group_with_meanings(manyhats: Command, name: str) -> None:
    told = manyhats("explain", name)
    (group,) = (each for each in groups() if each.name == name.replace("-", " "))
    assert told.out.startswith(f"{group.name}  {group.meaning}\n")
    cells = [line.split(maxsplit=1) for line in told.out.splitlines()[1:]]
    last = group.members[-1]
    assert " ".join(cells[-1]).startswith(f"{last.name} {last.meaning[:20]}")


def test_explain_tells_all_that_a_name_means(manyhats: Command) -> None:
    told = manyhats("explain", "credibility")
    heads = [line for line in told.out.splitlines() if line.startswith("credibility  ")]
    assert heads[0] == "credibility  Credibility."
    assert heads[1].startswith("credibility  The opinion that a listener has of a speaker, 0 to 1")
    assert heads[2] == "credibility  What listeners make of a mouth."
    sentence = 'Nothing is called "net_incom". Did you mean "net_income"? `manyhats explain` lists what there is.\n'
    assert manyhats("explain", "net_incom") == Told(2, "", sentence)


def test_explain_parameters_explains_all_of_them(manyhats: Command) -> None:
    told = manyhats("explain", "parameters")
    assert [name for name in Scenario.model_fields if not re.search(rf"^{name}\b", told.out, re.MULTILINE)] == []
    assert "memory_half_life" in told.out


def test_explain_prints_a_page(manyhats: Command) -> None:
    told = manyhats("explain", "docs/replay.md")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[0].strip() == "Replaying a real evening"


def test_explain_schema_is_json(manyhats: Command) -> None:
    told = manyhats("explain", "--schema")
    assert (told.code, told.err) == (0, "")
    schema = json.loads(told.out)
    assert set(schema["properties"]) == {*Scenario.model_fields, "extends", "keep", "product_defaults"}
    assert schema["additionalProperties"] is False


def test_schedule_lists_all_phases_in_order(manyhats: Command) -> None:
    told = manyhats("schedule")
    assert (told.code, told.err) == (0, "")
    rows = re.findall(r"^(\d+) +(\w+) +(\w+) +(\w+(?: \w+)?) {2,}(.+?) *$", told.out, re.MULTILINE)
    assert [row[:4] for row in rows] == [
        (str(number), step.name, step.when, step.who) for number, step in enumerate(DAY, 1)
    ]
    assert all(row[4].startswith(step.meaning) for row, step in zip(rows, DAY, strict=True))


def test_warm_compiles_every_rule(manyhats: Command) -> None:
    told = manyhats("warm")
    assert told == Told(0, "rules compiled\n", "compiling the rules (once), which takes a minute or two\n")


LIGHT = (
    "import sim",
    "import sim.scenario",
    "from sim import explain; explain('net_income'); explain('downline')",
    "from sim import Scenario, ScenarioError, UserError",
    "import sim.cli",
    "from sim.cli import app; app(['check', 'town.toml'], standalone_mode=False)",
    "from sim.cli import app; app(['explain', 'gossip'], standalone_mode=False)",
)


def test_what_answers_at_once_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(TOWN, encoding="utf-8")
    listing = "print('loaded', *sorted(HEAVY & set(sys.modules)))"
    code = "\n".join((f"import sys; HEAVY = set('{HEAVY}'.split())", *(f"{each}\n{listing}" for each in LIGHT)))
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [line for line in ended.stdout.splitlines() if line.startswith("loaded")] == ["loaded"] * len(LIGHT)


@pytest.mark.parametrize("text", ["3", "3.0", "3e0", "03", " 3 "])
def test_seeds_are_read_however_they_are_written(manyhats: Command, text: str) -> None:
    told = manyhats("batch", "no-such-file.toml", "--seeds", text)
    assert told == Told(2, "", "no-such-file.toml: there is no such file.\n")


@pytest.mark.parametrize("text", ["2.5", "many", "0", "-1", "true", ""])
@pytest.mark.parametrize("verb", ["batch", "run"])
def test_other_seeds_are_a_sentence(manyhats: Command, verb: str, text: str) -> None:
    if (verb, text) == ("run", "0"):
        pytest.skip("a seed may be 0")
    option = "--seeds" if verb == "batch" else "--seed"
    told = manyhats(verb, "town.toml", option, text)
    assert (told.code, told.out) == (2, "")
    assert f"Invalid value for '{option}': \"{text}\": must be a whole number" in told.err


def test_check_tells_what_a_file_keeps_and_what_leaves_the_calibrated_world(manyhats: Command) -> None:
    base = TOWN + "[product_defaults]\nquality = 0.7 # calibrated: docs/calibration.md\n"
    Path("base.toml").write_text(base, encoding="utf-8")
    text = 'extends = "base.toml"\n[[company]]\nname = "vita"\ntopic = "health"\nquality = 0.5\n'
    Path("mine.toml").write_text(text, encoding="utf-8")
    told = manyhats("check", "mine.toml")
    assert told.code == 0
    assert told.err.splitlines() == [
        "Note: mine.toml, line 2: companies are merged by name with those of the file that it extends: "
        '"clicks" stays. Name those that are meant to stay: [keep] company = ["vita"].',
        "Note: mine.toml: company.vita.quality differs from the calibrated world (base.toml); findings were not "
        "calibrated for this.",
    ]


def test_ctrl_c_ends_with_a_sentence(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.analysis.results.load", press)
    told = manyhats("plot", ".")
    assert (told.code, told.out) == (130, "")
    assert told.err == "Interrupted before the end; every file that was written is whole.\n"
