"""What is said of files in which nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import load
from sim.scenario.reading.notes import MARK, InheritanceNote, departures, notes
from sim.scenario.schema import read
from tests.shipped import SHIPPED, read_shipped

BASE = """\
population.people = 100
product_defaults.quality = 0.8

[[company]]
name = "vita"
topic = "health"

[[company]]
name = "glow"
topic = "beauty"

[[company]]
name = "trip"
topic = "travel"

[[topic_distance]]
between = ["health", "beauty"]
distance = 0.3

[[strategy]]
name = "focus"
companies = ["vita"]
"""
VITA = '[[company]]\nname = "vita"\ntopic = "health"\n'
GLOW = '[[company]]\nname = "glow"\ntopic = "beauty"\n'
TRIP = '[[company]]\nname = "trip"\ntopic = "travel"\n'
HOME = '[[company]]\nname = "home"\ntopic = "household"\n'
FOCUS = '[[strategy]]\nname = "focus"\ncompanies = ["vita"]\n'
MINE = '[[strategy]]\nname = "mine"\ncompanies = ["home"]\n'
BOTH = '[design]\nvary = { strategy = ["focus", "mine"] }\n'
ONLY_MINE = '[design]\nvary = { strategy = ["mine"] }\n'
FAR = '[[topic_distance]]\nbetween = ["health", "travel"]\ndistance = 0.1\n'
COMPANIES = "companies are merged by name with those of the file that it extends"
STRATEGIES = "strategies are merged by name with those of the file that it extends"
DISTANCE = (
    'the distance between "beauty" and "health" that the file inherits stays. Write [keep] topic_distance = [] to drop '
    'it, or [keep] topic_distance = [["beauty", "health"]].'
)


@pytest.fixture
def noted(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """Notes about a file that extends the base."""
    write(BASE, "base.toml")
    return lambda text, *sets: notes(read(write('extends = "base.toml"\n' + text), sets)[1])


@pytest.mark.parametrize(
    "text",
    [
        "[time]\ndays = 30",
        HOME,
        HOME + MINE + BOTH,
        HOME + MINE.replace('"home"', '"home", "vita"') + ONLY_MINE,
        '[[company]]\nname = "vita"\nquality = 0.9',
        '[[company]]\nname = "vita"\nplan.rates = [0.1]',
        HOME + '[[topic_distance]]\nbetween = ["health", "household"]\ndistance = 0.1',
        '[[topic_distance]]\nbetween = ["beauty", "health"]\ndistance = 0.1',
        "[keep]\ntopic_distance = []\n" + FAR,
        FOCUS + "pace = 3\n",
        '[[strategy]]\nname = "focus"\npitch = "tailored"',
        HOME + VITA + MINE.replace('"home"', '"home", "trip"') + ONLY_MINE,
        FOCUS,
        FOCUS + '[[strategy]]\nname = "two"\ncompanies = ["vita", "glow"]\n',
        '[[strategy]]\nname = "two"\ncompanies = ["vita"]\n[design]\nvary = { strategy = ["focus", "two"] }',
        '[[strategy]]\nname = "two"\ncompanies = ["vita"]\n[design]\nworlds = "focal"\nfocal_people = 1\n'
        'background = { two = 1.0 }\nvary = { strategy = ["focus", "two"] }',
        '[keep]\ncompany = ["vita"]\n' + VITA,
        '[keep]\ncompany = ["vita", "glow", "trip"]\n' + VITA,
        "[keep]\ncompany = []\nstrategy = []\n" + HOME + MINE,
        VITA + '[[company]]\nname = "trip"\nremove = true',
        '[keep]\nstrategy = ["focus"]\n[[strategy]]\nname = "two"\ncompanies = ["vita"]',
        "[keep]\ntopic_distance = []\n" + VITA + "quality = 1\n" + GLOW + "quality = 1\n" + TRIP + "quality = 1\n",
    ],
)
def test_a_file_that_means_what_it_says_is_told_nothing(noted: Callable[..., list[str]], text: str) -> None:
    assert noted(text) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            VITA + "quality = 0.9\n",
            [
                f'x.toml, line 2: {COMPANIES}: "glow" and "trip" stay. Name those that are meant to stay: '
                '[keep] company = ["vita"].'
            ],
        ),
        (
            VITA + "quality = 0.9\n" + GLOW,
            [
                f'x.toml, line 2: {COMPANIES}: "trip" stays; "glow" has inherited quality. Name those that are meant '
                'to stay: [keep] company = ["vita", "glow"].',
                f"x.toml, line 2: {DISTANCE}",
            ],
        ),
        (
            VITA + GLOW + "quality = 0.9\n" + TRIP + "quality = 0.9\n[keep]\ntopic_distance = []",
            [
                f'x.toml, line 2: {COMPANIES}: "vita" has inherited quality. Name those that are meant to stay'
                ': [keep] company = ["vita", "glow", "trip"].'
            ],
        ),
        (
            HOME + MINE + ONLY_MINE,
            [
                f'x.toml, line 2: {COMPANIES}: "vita", "glow" and "trip" stay; "home" has inherited quality. Name '
                "those that are meant to stay: [keep] company = [].",
                f'x.toml, line 5: {STRATEGIES}: "focus" stays and comes first, so that it is what a single run shows '
                "(manyhats run). Name those that are meant to stay: [keep] strategy = [].",
            ],
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "sport"',
            [
                f'x.toml, line 2: {COMPANIES}: "glow" and "trip" stay; "vita" has inherited quality. Name those that '
                'are meant to stay: [keep] company = ["vita"].'
            ],
        ),
        (FAR, [f"x.toml, line 2: {DISTANCE}"]),
        (
            '[[strategy]]\nname = "two"\ncompanies = ["vita", "glow"]\n' + FOCUS,
            [
                f'x.toml, line 2: {STRATEGIES}: "focus" keeps its place and comes first, so that it is the strategy '
                "under study. Name those that are meant to stay: [keep] strategy = []."
            ],
        ),
        (
            '[[strategy]]\nname = "two"\ncompanies = ["vita"]',
            [
                f'x.toml, line 2: {STRATEGIES}: "focus" stays and comes first, so that it is the strategy under study. '
                "Name those that are meant to stay: [keep] strategy = []."
            ],
        ),
        (
            '[[strategy]]\nname = "two"\ncompanies = ["vita"]\n[design]\nworlds = "focal"\nfocal_people = 1\n'
            'vary = { strategy = ["two"] }',
            [
                f'x.toml, line 2: {STRATEGIES}: "focus" stays and comes first, so that it is what all others do '
                "(design.background). Name those that are meant to stay: [keep] strategy = []."
            ],
        ),
    ],
)
def test_a_file_that_meant_to_replace_is_told_what_stays(
    noted: Callable[..., list[str]], text: str, sentences: list[str]
) -> None:
    assert noted(text) == sentences


def test_values_inside_tables_and_strategies_in_full_are_told_as_well(
    write: Callable[..., Path], noted: Callable[..., list[str]]
) -> None:
    noted("")
    tailored = '[[strategy]]\nname = "focus"\npitch = "tailored"\nportfolio.reinvest = 0.9\npace = 30\n'
    write('extends = "base.toml"\n[[company]]\nname = "vita"\nplan.kind = "binary"\n' + tailored, "b.toml")
    text = 'extends = "b.toml"\n' + VITA + "quality = 0.8\nplan.rates = [0.1]\n" + FOCUS + "portfolio.systems = []\n"
    assert notes(read(write(text))[1]) == [
        f'x.toml, line 2: {COMPANIES}: "glow" and "trip" stay; "vita" has inherited plan.kind. Name those that are '
        'meant to stay: [keep] company = ["vita"].',
        f'x.toml, line 7: {STRATEGIES}: "focus" has inherited pitch and portfolio.reinvest. State that as well, or '
        "write [keep] strategy = [] to inherit none.",
    ]


def test_what_a_note_asks_for_silences_it(noted: Callable[..., list[str]]) -> None:
    text = VITA + "quality = 0.9\n"
    assert len(noted(text)) == 1
    assert noted('[keep]\ncompany = ["vita"]\n' + text) == []
    assert noted(text, 'keep.company=["vita"]') != []  # what a file means, the file says


def test_a_file_that_extends_such_a_file_hears_of_it_too(
    noted: Callable[..., list[str]], write: Callable[..., Path]
) -> None:
    noted(VITA + "quality = 0.9\n")
    assert [note[:14] for note in notes(read(write('extends = "x.toml"\n', "y.toml"))[1])] == ["x.toml, line 2"]


def test_in_python_it_is_a_warning(noted: Callable[..., list[str]]) -> None:
    (sentence,) = noted(VITA + "quality = 0.9\n")
    with pytest.warns(InheritanceNote) as caught:
        load("x.toml")
    assert [str(each.message) for each in caught] == [sentence]


def test_shares_of_inherited_strategies_are_told(told: Callable[..., list[str]]) -> None:
    text = '[[strategy]]\nname = "a"\ncompanies = ["vita"]\n[design]\nworlds = "mixed"'
    assert told(text) == [
        'x.toml, line 2: strategy: the shares must sum to 1 in mixed worlds; the sum is 3 ("focus" 1, "two, '
        'tailored" 1, "a" 1). Inherited strategies have theirs as well; [keep] strategy = [] leaves them out.'
    ]


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.toml")), ids=lambda path: path.stem)
def test_no_shipped_scenario_has_a_note(path: Path) -> None:
    assert notes(read_shipped(path)[1]) == []


BASE_OF_CALIBRATED = f"""\
[population]
people = 100
openness = 0.2 {MARK}

[graph]
kind = "powerlaw_cluster"
m = 5

[product_defaults]
quality = 0.8 {MARK}
materials = 11 {MARK}
updates = 3

[[company]]
name = "vita"
topic = "health"

[[company]]
name = "glow"
topic = "beauty"

[[strategy]]
name = "focus"
companies = ["vita"]
"""
END = "from the calibrated world (base.toml); findings were not calibrated for this."


@pytest.mark.parametrize(
    ("text", "sets", "sentences"),
    [
        ("", (), []),
        ("[time]\ndays = 3", ("gossip.rate=0.3",), []),
        ("population.openness = 0.2\ngraph.m = 5", (), []),
        ('[[company]]\nname = "home"\ntopic = "h"\nkind = "product"', (), []),
        ('[[company]]\nname = "fund"\ntopic = "y"\nkind = "revshare"\nquality = 0.1', (), []),
        ("[product_defaults]\nupdates = 9", (), []),
        ("[graph]\nm = 4", (), [f"x.toml: graph.m differs {END}"]),
        (
            '[population]\nopenness = 0.3\n[[company]]\nname = "glow"\nquality = 0.5',
            (),
            [f"x.toml: population.openness and company.glow.quality differ {END}"],
        ),
        ("[product_defaults]\nquality = 0.5", (), [f"x.toml: quality of every product company differs {END}"]),
        (
            '[[company]]\nname = "vita"\nquality = 0.5\n[[company]]\nname = "glow"\nquality = 0.6',
            (),
            [f"x.toml: quality of every product company differs {END}"],
        ),
        (
            '[[company]]\nname = "home"\ntopic = "h"\nmaterials = 3',
            ("company.vita.materials=9", "population.openness=0.2"),
            [
                f"--set company.vita.materials=9: company.vita.materials differs {END}",
                f"x.toml: company.home.materials differs {END}",
            ],
        ),
    ],
)
def test_what_differs_is_named(
    write: Callable[..., Path], text: str, sets: tuple[str, ...], sentences: list[str]
) -> None:
    write(BASE_OF_CALIBRATED, "base.toml")
    assert departures(read(write('extends = "base.toml"\n' + text), sets)[1]) == sentences


def test_a_world_that_was_never_calibrated_has_nothing_to_differ_from(town: Path) -> None:
    assert departures(read(town, ["graph.m=2"])[1]) == []


def test_shipped_scenarios() -> None:
    found = {}
    for path in SHIPPED.glob("*.toml"):
        told = departures(read_shipped(path)[1])
        found.update({path.stem: [each.split(": ", 1)[1].split(" from ")[0] for each in told]} if told else {})
    calibrated = {
        "clustering": ["graph.kind differs"],
        "davis": ["graph.kind differs"],
        "fee_heavy": ["retail_margin of every product company and materials of every product company differ"],
        "policies": ["retail_margin of every product company and materials of every product company differ"],
        "real_graph": ["graph.kind differs"],
    }
    assert found == calibrated
