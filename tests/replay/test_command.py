"""The verb: from a file to tables, numbers and pictures."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from sim.core.errors import DiskTrouble, UserError
from sim.replay import policies
from sim.replay.command import as_group, replay
from sim.replay.contacts import ContactListError
from sim.replay.policies import POLICIES, Estimate, Outcome, rehearse
from sim.replay.statistics import Statistics, measure
from tests import uncompiled
from tests.places import ROOT
from tests.replay.lists import BESIDE, evening, event

FILES = ["replay.json", "policies.svg", "policies.png", "event.svg", "event.png"]
FEW_WORLDS = "import sim.replay.policies as some; some.FEWEST = some.MOST = 2; "
PRINT = "from sim.replay.command import replay; print(replay('list.txt').as_json())"


@pytest.fixture(scope="module")
def besides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The numbers of a replay with its main pitch, and with a synthetic event beside it."""
    path = tmp_path_factory.mktemp("besides") / "list.txt"
    path.write_text(evening())
    numbers: dict[str, Any] = json.loads(replay(path, pitch="focus", synthetic=True).as_json())
    return numbers


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A contact list in a folder of its own, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("list.txt").write_text(evening())
    return Path("list.txt")


def test_the_numbers_stand_in_the_json(file: Path) -> None:
    done = replay(file)
    numbers = json.loads(done.as_json())
    found = done.statistics
    assert numbers["file"] == "list.txt"
    assert (numbers["people"], numbers["days"], numbers["businesses"], numbers["shortest"]) == (14, 1, 2, 20)
    assert numbers["hours"] == pytest.approx(120 * 20 / 3600, abs=1e-12)
    assert numbers["talks"] == done.event.talks.start.size
    assert numbers["statistics"] == {
        "circles": {
            **{str(size): found.share_of_circles(size) for size in (2, 3, 4)},
            "5+": found.share_of_circles(5),
            "mean": found.mean_circle,
        },
        "durations": {"mean": found.mean_seconds, ">=60s": found.long, ">300s": found.very_long},
        "partners": found.mean_partners,
        "witness": found.witness,
        "contradiction": found.contradiction,
        "rejoined": {"10min": found.rejoined[0], "60min": found.rejoined[1]},
    }
    assert [(one["pitch"], one["topic"]) for one in numbers["policies"]] == [
        ("focus", None),
        ("disclose-all", None),
        ("tailored", None),
        ("one-topic-per-event", "main"),
        ("one-topic-per-event", "audience"),
        ("one-topic-per-contact", None),
    ]
    tailored = numbers["policies"][2]
    assert tailored["contradiction"]["mean"] == done.outcomes[2].contradiction.mean
    assert tailored["credibility"]["low"] < tailored["credibility"]["mean"] < tailored["credibility"]["high"]
    assert numbers["remarks"] == []


TABLE = {
    "circles of 2": ("circles", "2"),
    "circles of 3": ("circles", "3"),
    "circles of 4": ("circles", "4"),
    "circles of 5+": ("circles", "5+"),
    "mean circle": ("circles", "mean"),
    "mean seconds": ("durations", "mean"),
    "talks >= 60 s": ("durations", ">=60s"),
    "talks > 300 s": ("durations", ">300s"),
    "partners": ("partners",),
    "witness": ("witness",),
    "contradiction": ("contradiction",),
    "rejoined in 10 min": ("rejoined", "10min"),
    "rejoined in 60 min": ("rejoined", "60min"),
}
"""Where the rows of the text table stand in the JSON."""


def test_the_synthetic_event_stands_in_the_json_as_in_the_table(file: Path) -> None:
    done = replay(file, pitch="focus", shortest=60, out=Path("out"), synthetic=True)
    assert done.beside is not None
    numbers = json.loads(done.as_json())
    frame = done.beside.frame
    assert set(frame.index) == set(TABLE)
    for label, keys in TABLE.items():
        synthetic = numbers["synthetic"]
        for column, found in (("real", synthetic["real"]), ("synthetic", synthetic["statistics"])):
            for key in keys:
                found = found[key]
            shown = frame.loc[label, column]
            assert found == (None if math.isnan(shown) else shown), (label, column)
    assert list(synthetic) == ["statistics", "real", "given", "knobs", "seed", "miss", "remarks"]
    assert synthetic["given"] == {
        "people": 14,
        "hours": numbers["hours"],
        "circle": synthetic["real"]["circles"]["mean"],
        "partners": synthetic["real"]["partners"],
    }
    assert synthetic["knobs"] == done.beside.solved.knobs._asdict()
    assert (synthetic["seed"], synthetic["miss"], synthetic["remarks"]) == (
        0,
        done.beside.solved.miss,
        done.beside.remarks,
    )
    assert json.loads(Path("out/replay.json").read_text(encoding="utf-8")) == numbers
    assert [path.name for path in done.files] == [*FILES, "beside.csv", "beside.svg", "beside.png"]


def test_without_asking_there_is_no_synthetic_event(file: Path) -> None:
    assert "synthetic" not in json.loads(replay(file, pitch="focus").as_json())


def test_with_openings_in_all_talks_the_real_event_is_the_same_in_both_places(besides: dict[str, Any]) -> None:
    assert besides["synthetic"]["real"] == besides["statistics"]


def test_the_keys_of_the_json_are_documented(besides: dict[str, Any]) -> None:
    text = (ROOT / "docs" / "replay.md").read_text(encoding="utf-8")
    section = text.partition("## The JSON")[2].partition("## ")[0]
    numbers = besides
    keys = [*numbers, *numbers["statistics"], *numbers["policies"][0], *numbers["synthetic"]]
    keys += [*numbers["statistics"]["circles"], *numbers["statistics"]["durations"], *numbers["statistics"]["rejoined"]]
    keys += [*numbers["synthetic"]["given"], *numbers["synthetic"]["knobs"]]
    assert [key for key in keys if f"`{key}`" not in section and f".{key}`" not in section] == []


def test_a_list_that_gives_no_synthetic_event_is_refused_before_the_replay(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("".join(f"{100 * n} 1 2\n" for n in range(60)))
    monkeypatch.setattr("sim.replay.command.play", lambda *_: pytest.fail("replayed"))
    with pytest.raises(ContactListError) as caught:
        replay(file, synthetic=True)
    assert str(caught.value) == (
        "list.txt: No talk lasts 60 seconds, so there are no partners to make a synthetic event by."
    )


def test_what_never_happened_is_null(file: Path) -> None:
    file.write_text("".join(f"{100 * n} 1 2\n" for n in range(60)))
    found = replay(file, pitch="focus")
    numbers = json.loads(found.as_json())
    assert numbers["statistics"]["partners"] is None
    assert numbers["statistics"]["rejoined"] == {"10min": None, "60min": None}
    assert [remark.partition(",")[0] for remark in numbers["remarks"]] == ["Times are 100 seconds or more apart"]


def test_the_same_list_gives_the_same_bytes(file: Path) -> None:
    file.write_text(evening(people=9, slots=60))
    done = replay(file, pitch="tailored", out=Path("out"))
    assert [path.name for path in done.files] == FILES
    again = replay(file, pitch="tailored", out=Path("again"))
    assert again.as_json() == done.as_json()
    for path, twin in zip(done.files, again.files, strict=True):
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_without_a_folder_nothing_is_written(file: Path) -> None:
    assert replay(file, pitch="tailored").files == []
    assert sorted(path.name for path in Path().iterdir()) == ["list.txt"]


def test_it_runs_uncompiled_with_the_same_result(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(evening(people=9, slots=60))
    monkeypatch.setattr(policies, "FEWEST", 2)
    monkeypatch.setattr(policies, "MOST", 2)
    plain = uncompiled.printed("-c", FEW_WORLDS + PRINT)
    assert json.loads(plain)["policies"][2]["worlds"] == 2
    assert plain == replay(file).as_json() + "\n"


def test_the_title_counts_people_days_and_talks(file: Path) -> None:
    first = "".join(f"{20 * n} {BESIDE[0]} {BESIDE[1]}\n" for n in range(60))
    second = "".join(f"{86_400 + 20 * n} {BESIDE[0]} {BESIDE[1]}\n" for n in range(60))
    file.write_text(first)
    assert replay(file, pitch="focus").title == "list.txt: 2 people, 1 day, 1 talk"
    file.write_text(first + second)
    assert replay(file, pitch="focus").title == "list.txt: 2 people, 2 days, 2 talks"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"businesses": 0}, "--businesses 0: must be from 1 to 16."),
        ({"businesses": 17}, "--businesses 17: must be from 1 to 16."),
        ({"shortest": 19}, "--shortest 19: must be 20 seconds or more, the length of a slot."),
        (
            {"shortest": 10**6},
            "list.txt: No talk of 1,000,000 seconds begins on a day of the event; the longest talk takes ",
        ),
    ],
)
def test_options_out_of_bounds_are_refused(file: Path, options: dict[str, int], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        replay(file, **options)  # type: ignore[arg-type]
    assert str(caught.value).startswith(sentence)


def test_a_list_without_an_event_is_named(file: Path) -> None:
    file.write_text("20 1 2\n")
    with pytest.raises(ContactListError) as caught:
        replay(file)
    assert str(caught.value) == (
        "list.txt: No day has contacts in more than 50 slots (17 minutes): there is no event to replay."
    )


def test_a_folder_that_cannot_be_made_is_refused(file: Path) -> None:
    with pytest.raises(DiskTrouble) as caught:
        replay(file, pitch="focus", out=file / "inside")
    assert str(caught.value).startswith("Results cannot be written into 'list.txt/inside': Not a directory. ")


def test_the_rehearsal_runs_through() -> None:
    assert rehearse() is None


@pytest.mark.parametrize(("slot", "least"), [(10, 10), (20, 20), (300, 20)])
def test_an_opening_takes_a_slot_or_twenty_seconds(file: Path, slot: int, least: int) -> None:
    with pytest.raises(UserError) as caught:
        replay(file, shortest=least - 1, slot=slot)
    assert str(caught.value) == (f"--shortest {least - 1}: must be {least} seconds or more, the length of a slot.")


NEVER, SOME = Estimate(0.0, 0.0, 0.0), Estimate(0.24, 0.2213, 0.2584)
OUTCOMES = [Outcome(policy, SOME, Estimate(50.257, 48.0, 52.0), NEVER, SOME, 25) for policy in POLICIES]


@pytest.fixture
def found() -> Statistics:
    return measure(event((0, 3, 1, 2), (2, 16, 1, 3)))


def shown(found: Statistics, width: int = 100) -> list[str]:
    page = io.StringIO()
    Console(file=page, width=width).print(as_group("An evening", found, OUTCOMES), markup=False, highlight=False)
    return [line.rstrip() for line in page.getvalue().splitlines()]


def test_measures_have_the_digits_of_the_field(found: Statistics) -> None:
    lines = [" ".join(line.split()) for line in shown(found)]
    assert lines[:10] == [
        "An evening",
        "",
        "circles of 2 / 3 / 4 / 5 and more people 0.987 / 0.013 / 0.000 / 0.000",
        "people in a circle, mean 2.01",
        "seconds of a talk, mean 527",
        "talks of 60 s and more / over 300 s 1.000 / 0.667",
        "partners of a person and day (60 s and more) 1.2",
        "first talks of a day with a witness 0.333",
        "first talks with a contradiction, if tailored 0.167",
        "talks joined by a partner of 10 / 60 minutes ago 0.000 / 0.000",
    ]


def test_policies_stand_side_by_side(found: Statistics) -> None:
    rows = [line.split() for line in shown(found)]
    assert ["pitch", "policy", "stories", "meet", "same", "day", "earlier", "credibility"] in rows
    assert ["tailored", *["0.240", "[0.221,", "0.258]"], "50.26", "0.00", *["0.240", "[0.221,", "0.258]"]] in rows
    assert [row[0] for row in rows if row[-1:] == ["0.258]"]] == [policy.pitch for policy in POLICIES]


def test_eighty_columns_are_enough(found: Statistics) -> None:
    lines = shown(found, width=80)
    assert max(map(len, lines)) <= 80
    assert "first talks with a contradiction, if tailored" in " ".join(lines)
    assert sum(line.endswith("0.240 [0.221, 0.258]") for line in lines) == len(POLICIES)


def test_what_never_happened_is_a_dash(found: Statistics) -> None:
    nothing = replace(found, partners=np.empty(0, np.int64), rejoined=(math.nan, math.nan))
    text = "\n".join(shown(nothing))
    assert "(60 s and more)" in text
    assert "– / –" in text
    assert "nan" not in text


def test_the_number_of_businesses_is_told(found: Statistics) -> None:
    assert "The same event with networkers of 2 businesses" in shown(found)
    assert "The same event with networkers of 1 business" in shown(replace(found, businesses=1))


@pytest.mark.parametrize("option", ["businesses", "slot", "shortest"])
@pytest.mark.parametrize("value", [None, True, 20.5, math.nan, "x", [20], ()])
def test_an_option_that_is_no_whole_number_is_told(file: Path, option: str, value: Any) -> None:
    with pytest.raises(UserError) as caught:
        replay(file, **{option: value})
    assert str(caught.value).startswith(f"--{option} ")
    assert str(caught.value).endswith(": must be a whole number.")


@pytest.mark.parametrize("two", [2, 2.0, "2", np.int8(2)])
def test_whole_numbers_of_any_type_are_options(file: Path, two: Any) -> None:
    assert replay(file, two, "focus").as_json() == replay(file, 2, "focus").as_json()
