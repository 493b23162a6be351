from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.own import RuleError, load_rules, measure, phase, pitch, plan, scenario_with
from sim.scenario import Scenario, ScenarioError

from .conftest import Make, Write

FIVE = '''
@pitch("quiet")
def quiet(networker, contact):
    """Says nothing.

    Ever.
    """
    return []

@plan("nothing")
def nothing(company):
    return []

@life("a-year")
def a_year(draw, company):
    return 365.0

@phase("idle", when="weekly")
def idle(today):
    pass

@measure("ones", unit="ones", meaning="Always one.", less_is_better=True)
def ones(world, who):
    return np.ones(who.size)
'''


def told(*paths: Path) -> str:
    with pytest.raises(RuleError) as caught:
        load_rules(paths)
    return str(caught.value)


def test_a_file_tells_what_it_declares(write: Write) -> None:
    (file,) = load_rules([write(FIVE)])
    assert [(rule.kind, rule.name, rule.line) for rule in file.rules] == [
        ("pitch", "quiet", 4),
        ("plan", "nothing", 12),
        ("life", "a-year", 16),
        ("phase", "idle", 20),
        ("measure", "ones", 24),
    ]
    assert [rule.meaning for rule in file.rules] == ["Says nothing.", "", "", "", "Always one."]
    assert (file.rules[3].when, file.rules[4].unit, file.rules[4].less_is_better) == ("weekly", "ones", True)
    assert len(file.sha256) == 64


def test_what_is_told_of_a_file_can_be_read_back_but_not_run(write: Write) -> None:
    (file,) = load_rules([write(FIVE)])
    again = type(file).from_told(file.told())
    assert (again, again.text) == (file, "")
    assert "text" not in file.told()


def test_a_file_is_run_under_a_private_name_and_once(write: Write) -> None:
    (file,) = load_rules([write("import builtins\nbuiltins.runs = getattr(builtins, 'runs', 0) + 1\n" + FIVE)])
    load_rules([write("import builtins\nbuiltins.runs = getattr(builtins, 'runs', 0) + 1\n" + FIVE)])
    import builtins

    assert builtins.runs == 1  # type: ignore[attr-defined]
    del builtins.runs  # type: ignore[attr-defined]
    assert f"_manyhats_rules_{file.sha256[:16]}" in sys.modules
    assert "mine" not in sys.modules


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("def f(:\n", "line 3: is not Python: invalid syntax."),
        ("1 / 0\n", "line 3: failed while it was loaded: ZeroDivisionError: division by zero."),
        ("raise SystemExit(3)\n", "line 3: failed while it was loaded: SystemExit: 3."),
        ("raise GeneratorExit\n", "line 3: failed while it was loaded: GeneratorExit."),
        ("import nosuch\n", "line 3: failed while it was loaded: ModuleNotFoundError: No module named 'nosuch'."),
        ("@pitch\ndef f(a, b): ...\n", 'line 3: a pitch policy has a name: write @pitch("name") above the function.'),
        (
            "@plan('Flat')\ndef f(company): ...\n",
            'line 3: the compensation plan "Flat" must be called by small letters, digits, - and _, a letter first, at '
            "most 60 of them.",
        ),
        (
            "@measure('a-b')\ndef f(world, who): ...\n",
            'line 3: the measure "a-b" must be called by small letters, digits and _, a letter first, at most 60 of '
            "them.",
        ),
        ("@pitch('focus')\ndef f(a, b): ...\n", 'line 3: the pitch policy "focus" is built in; choose another name.'),
        ("@plan('none')\ndef f(a): ...\n", 'line 3: the compensation plan "none" is built in; choose another name.'),
        ("@measure('gini')\ndef f(a, b): ...\n", 'line 3: the measure "gini" is built in; choose another name.'),
        ("@measure('person')\ndef f(a, b): ...\n", 'line 3: the measure "person" is built in; choose another name.'),
        (
            "@measure('recruits_median')\ndef f(a, b): ...\n",
            'line 3: the measure "recruits_median" is built in; choose another name.',
        ),
        ("@pitch('p')\ndef f(a): ...\n", 'line 3: the pitch policy "p" must be a function of 2 arguments.'),
        ("@phase('p')\ndef f(a, b): ...\n", 'line 3: the phase "p" must be a function of one argument.'),
        ("phase('p')(print)\n", 'line 3: the phase "p" must be a function of one argument.'),
        (
            "@phase('p', when='dayly')\ndef f(a): ...\n",
            'line 3: when = "dayly": must be "daily", "weekly" or "monthly". Did you mean "daily"?',
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_told_with_its_line(write: Write, text: str, sentence: str) -> None:
    path = write(text)
    assert told(path) == f"{path}, {sentence}"


def test_a_file_that_is_missing_not_text_or_without_rules_is_told(tmp_path: Path, write: Write) -> None:
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe")
    assert told(tmp_path / "no.py") == f"The rules '{tmp_path}/no.py' cannot be read: the file does not exist."
    assert told(tmp_path / "bytes.py") == f"The rules '{tmp_path}/bytes.py' cannot be read: the file is not UTF-8."
    plain = write("x = 1\n")
    assert told(plain) == (
        f"{plain} declares no rule: write @pitch, @plan, @life, @phase or @measure above a function."
    )


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/dev/zero", "the file is not a regular file but a device, a pipe or a socket"),
        ("pipe.py", "the file is not a regular file but a device, a pipe or a socket"),
        ("folder.py", "the file is a folder, not a file"),
        ("large.py", "the file is larger than 1 MB"),
    ],
)
def test_a_file_that_is_none_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.py")
    Path("folder.py").mkdir()
    with Path("large.py").open("wb") as file:
        file.truncate(10**12)
    assert told(Path(name)) == f"The rules '{name}' cannot be read: {why}."


def test_a_name_with_a_zero_byte_is_refused() -> None:
    with pytest.raises(UserError, match=r"^A file name cannot hold a zero byte\.$"):
        load_rules(["a\0b.py"])


def test_two_rules_of_a_kind_may_not_share_a_name(write: Write) -> None:
    one, other = write(FIVE, "one.py"), write('@plan("nothing")\ndef f(company): ...\n', "other.py")
    assert told(one, other) == (
        f'{other}, line 3: the compensation plan "nothing" is declared already in {one}, line 12.'
    )
    twice = write('@plan("x")\ndef f(company): ...\n@plan("x")\ndef g(company): ...\n', "twice.py")
    assert told(twice) == f'{twice}, line 5: the compensation plan "x" is declared already in {twice}, line 3.'
    assert told(one, one).endswith(f"is declared already in {one}, line 4.")


def test_other_kinds_may_share_a_name(write: Write) -> None:
    text = '@plan("x")\ndef f(company): ...\n@life("x")\ndef g(draw, company): ...\n'
    assert len(load_rules([write(text)])[0].rules) == 2


@pytest.mark.parametrize("declare", [measure, phase, pitch, plan])
def test_a_file_that_is_imported_declares_nothing_and_keeps_its_functions(declare: object) -> None:
    def two(a: int, b: int = 0) -> int:
        return a + b

    assert declare("name")(two) is two  # type: ignore[operator]


def test_what_a_rule_raises_is_told_with_file_and_line(make: Make) -> None:
    scenario = make("@life('x')\ndef x(draw, company):\n    y = 0\n    return 1 / y\n")
    (file,) = scenario.own.files
    with pytest.raises(RuleError) as caught:
        scenario.own.function("life", "x")(0.5, None)
    assert str(caught.value) == (
        f'{file.path}, line 6: the law of a company\'s life "x" failed: ZeroDivisionError: division by zero.'
    )
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("leaving", "told"),
    [
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("exit()", "SystemExit: None"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise BaseException('at the base')", "BaseException: at the base"),
        ("import asyncio; raise asyncio.CancelledError", "CancelledError"),
    ],
)
def test_a_rule_that_leaves_has_failed(make: Make, leaving: str, told: str) -> None:
    scenario = make(f"@life('x')\ndef x(draw, company):\n    {leaving}\n")
    (file,) = scenario.own.files
    with pytest.raises(RuleError) as caught:
        scenario.own.function("life", "x")(0.5, None)
    assert str(caught.value).startswith(f'{file.path}, line 5: the law of a company\'s life "x" failed: {told}.')


def test_a_ctrl_c_that_may_be_the_users_is_no_failure_of_a_rule(make: Make) -> None:
    scenario = make("@life('x')\ndef x(draw, company):\n    raise KeyboardInterrupt\n")
    law = scenario.own.function("life", "x")
    with pytest.raises(KeyboardInterrupt):
        law(0.5, None)
    with ThreadPoolExecutor(1) as elsewhere, pytest.raises(RuleError, match=r'"x" failed: KeyboardInterrupt\.$'):
        elsewhere.submit(law, 0.5, None).result()


def test_only_files_of_bounded_size_are_rules(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "large.py").write_bytes(b"#" * 1_000_001)
    assert told(tmp_path / "pipe.py") == (
        f"The rules '{tmp_path}/pipe.py' cannot be read: the file is not a regular file but a device, a pipe or a "
        "socket."
    )
    assert (
        told(tmp_path / "large.py") == f"The rules '{tmp_path}/large.py' cannot be read: the file is larger than 1 MB."
    )
    assert told(tmp_path) == f"The rules '{tmp_path}' cannot be read: the file is a folder, not a file."


def test_a_scenario_takes_its_rules_along_wherever_it_goes(make: Make) -> None:
    far = pickle.loads(pickle.dumps(make(FIVE, own={"measures": ["ones"]})))
    Path(far.own.files[0].path).unlink()
    assert far.own.function("life", "a-year")(0.5, None) == 365.0
    again = far.model_copy(update={"title": "x"})
    assert again.own.files == far.own.files


def test_a_rule_may_call_compiled_ones_wherever_it_is_sent(make: Make) -> None:
    text = (
        "from sim.core.compiled import rule\n@rule\ndef twice(x):\n    return 2.0 * x\n"
        "@life('x')\ndef x(draw, company):\n    return twice(draw)\n"
        "@life('y')\n@rule\ndef y(draw, n):\n    return draw * n\n"
    )
    scenario = make(text)
    assert scenario.own.function("life", "x")(0.25, None) == 0.5
    assert scenario.own.function("life", "y")(0.25, 3) == 0.75
    assert [rule.line for rule in scenario.own.files[0].rules] == [7, 10]
    there = "import pickle, sys\nprint(pickle.load(sys.stdin.buffer).own.function('life', 'x')(0.25, None))"
    Path(scenario.own.files[0].path).unlink()
    told = subprocess.run([sys.executable, "-c", there], input=pickle.dumps(scenario), capture_output=True, check=True)
    assert told.stdout.split() == [b"0.5"]


def test_a_rule_whose_content_is_not_at_hand_is_asked_for(make: Make) -> None:
    scenario = make(FIVE, own={"measures": ["ones"]})
    (file,) = scenario.own.files
    told = type(file).from_told(file.told())
    bare = Scenario.model_validate({**dict(scenario), "own": {"measures": ["ones"]}}, context={"rules": [told]})
    with pytest.raises(RuleError) as caught:
        scenario_with(bare)
    assert str(caught.value) == f'The measure "ones" stands in {file.path}: name it with --rules {file.path}.'


def test_a_scenario_file_and_a_scenario_take_rules(write: Write, tmp_path: Path) -> None:
    town = tmp_path / "x.toml"
    town.write_text(
        '[population]\npeople = 9\n[[company]]\nname = "v"\ntopic = "h"\nlife = {law = "a-year"}\n'
        '[[strategy]]\nname = "s"\ncompanies = ["v"]\n'
    )
    with pytest.raises(ScenarioError, match="needs --rules FILE"):
        scenario_with(town)
    found = scenario_with(town, [write(FIVE)], ["time.days=3"])
    assert (found.company[0].life.law, found.time.days) == ("a-year", 3)
    again = scenario_with(found, [write(FIVE, "other.py")])
    assert again.own.files[0].path == str(tmp_path / "other.py")
    assert scenario_with(found) is found


@pytest.mark.parametrize(
    ("decorator", "code"),
    [
        ('@measure("odd", meaning="red \x1b[31m")', "U+001B"),
        ('@measure("odd", unit="a\x07")', "U+0007"),
        ('@measure("odd", meaning="\u202eabc")', "U+202E"),
    ],
)
def test_what_is_said_of_a_rule_holds_no_control_characters(write: Write, decorator: str, code: str) -> None:
    path = write(f"{decorator}\ndef odd(world, who):\n    return who * 0.0\n")
    sentence = f'what is said of the measure "odd" holds the control character {code}.'
    assert told(path).endswith(f": {sentence}")


def test_rules_that_change_the_working_folder_do_not_move_the_users_paths(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = make(
        """
        import os
        os.chdir("/")

        @life("away")
        def away(draw, company):
            os.chdir("/")
            return 365.0
        """
    )
    assert Path.cwd() == tmp_path
    assert scenario.own.function("life", "away")(0.5, None) == 365.0
    assert Path.cwd() == tmp_path
