from __future__ import annotations

import pytest

from sim.own import RuleError, check_rules, load_rules
from sim.own.checks import small_world
from sim.scenario import Scenario
from sim.verbs.layout import listing
from tests.places import SCENARIOS

from .conftest import Make, Write

SHIPPED = SCENARIOS / "own_rules.py"


def broken(write: Write, text: str) -> list[str]:
    path = write(text)
    return [sentence.removeprefix(f"{path}, line ") for sentence in check_rules([path])]


def test_the_shipped_rules_keep_their_contracts() -> None:
    assert check_rules([SHIPPED]) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "@pitch('x')\ndef x(networker, contact):\n    return ['volt']\n",
            '3: the pitch policy "x" names "volt" for person ',
        ),
        (
            "@pitch('x')\ndef x(networker, contact):\n"
            "    networker.model.world.tables.ties.good[0] += 1\n    return networker.companies\n",
            '3: the pitch policy "x" changes the world, which it may only look at.',
        ),
        (
            "@plan('x')\ndef x(company):\n    return [(m.person, -1, 'active') for m in company.members]\n",
            '3: the compensation plan "x" pays -1 cents to person ',
        ),
        (
            "@plan('x')\ndef x(company):\n    return [(company.members[0].person, company.volume + 1, 'active')]\n",
            '3: the compensation plan "x" pays ',
        ),
        (
            "seen = []\n@plan('x')\ndef x(company):\n    seen.append(1)\n"
            "    return [(company.members[0].person, len(seen), 'active')]\n",
            '4: the compensation plan "x" grants something else when it is asked twice.',
        ),
        (
            "@life('x')\ndef x(draw, company):\n    return -draw\n",
            '3: the law of a company\'s life "x" must return days, 0 or more, not -0.25 (draw 0.25).',
        ),
        (
            "@life('x')\ndef x(draw, company):\n    return np.inf if 0.3 < draw < 0.6 else 9.0\n",
            '3: the law of a company\'s life "x" gives 9, 9, inf, 9, 9 days, neither finite nor in order, for ',
        ),
        (
            "@life('x')\ndef x(draw, company):\n    return 0.0\n",
            '3: the law of a company\'s life "x" lets half of all companies live for 0 days.',
        ),
        (
            "@measure('x')\ndef x(world, who):\n    return world.tables.people.works\n",
            '3: the measure "x" must return one number a person, shape (0,), not (120,).',
        ),
        (
            "@measure('x')\ndef x(world, who):\n    world.tables.people.spare += 1\n    return who\n",
            '3: the measure "x" changes the world, which it may only look at.',
        ),
        (
            "@phase('x')\ndef x(today):\n    today.tables.accounts.balance[0] += 1\n",
            '3: the phase "x" made 1 cents; money only moves, by today.pay (day 0).',
        ),
        (
            "import random\n@phase('x')\ndef x(today):\n    today.tables.ties.good[0] = random.random()\n",
            '4: the phase "x" does not give the same world twice; draw only by the draw it is given.',
        ),
        (
            "import random\n@measure('x')\ndef x(world, who):\n    return [random.random() for _ in who]\n",
            '4: the measure "x" does not give the same world twice; draw only by the draw it is given.',
        ),
        ("@life('x')\ndef x(draw, company):\n    return log(draw)\n", '5: the law of a company\'s life "x" failed: '),
    ],
)  # fmt: skip
def test_a_rule_that_breaks_its_contract_is_told(write: Write, text: str, sentence: str) -> None:
    (told,) = broken(write, text)
    assert told.startswith(sentence)


@pytest.mark.parametrize(
    "returned", ["np.inf if draw > 0.6 else 9.0", "9.0 if draw > 0.6 else np.inf", "-np.log(1.0 - draw)", "np.inf"]
)
def test_laws_that_rise_or_fall_are_laws(write: Write, returned: str) -> None:
    assert broken(write, f"@life('x')\ndef x(draw, company):\n    return {returned}\n") == []


def test_every_rule_is_tried_out_and_every_failure_is_told(write: Write) -> None:
    text = "@life('a')\ndef a(draw, company):\n    return None\n@life('b')\ndef b(draw, company):\n    return 3\n"
    assert len(broken(write, f"{text}@measure('c')\ndef c(world, who):\n    return 1\n")) == 2


def test_a_small_world_has_the_companies_and_the_strategy_of_the_users(make: Make) -> None:
    text = "@plan('x')\ndef x(company):\n    return []\n@life('y')\ndef y(draw, company):\n    return 3\n"
    scenario = make(
        text,
        company=[
            {"name": "vita", "topic": "health", "life": {"law": "y"}},
            {"name": "pool", "topic": "yield", "kind": "revshare"},
            {"name": "glow", "topic": "beauty", "plan": {"kind": "x"}, "retail_margin": 0.125},
        ],
        strategy=[{"name": "first", "companies": ["glow", "pool"]}, {"name": "second", "companies": ["vita"]}],
    )
    plan, life = scenario.own.files[0].rules
    small = small_world(plan, scenario.own.files, scenario)
    assert [company.plan.kind for company in small.company] == ["unilevel", "unilevel", "x"]
    assert [company.life.law for company in small.company] == ["none"] * 3
    assert [company.retail_margin for company in small.company] == [0.2, 0.2, 0.125]
    assert [strategy.name for strategy in small.strategy] == ["first"]
    assert [company.life.law for company in small_world(life, scenario.own.files, scenario).company] == [
        "y",
        "none",
        "none",
    ]
    alone = small_world(plan, scenario.own.files)
    assert [company.plan.kind for company in alone.company] == ["x", "unilevel"]


def test_rules_are_listed_with_what_they_are(write: Write) -> None:
    text = (
        '@phase("p", when="weekly")\ndef p(today):\n    """Nothing happens."""\n'
        '@measure("m", unit="hats")\ndef m(world, who):\n    return who\n'
    )
    path = write(text)
    files = load_rules([path])
    cells = [[str(cell) for cell in column.cells] for column in listing(files).columns]
    assert cells == [
        ["p", "m"],
        ['own.phases = "p"', 'own.measures = "m"'],
        ["Nothing happens. (weekly)", "(hats)"],
        [f"{path}:3", f"{path}:6"],
    ]
    base = Scenario.load(SHIPPED.with_name("base.toml"))
    used = Scenario.model_validate({**dict(base), "own": {"measures": ["m"]}}, context={"rules": files})
    assert [str(cell) for cell in listing(files, used).columns[2].cells] == ["no", "yes"]
    assert listing(files, name="m").row_count == 1
    with pytest.raises(RuleError, match=r'There is no rule "q" in '):
        listing(files, name="q")
