"""The page as a file: small, alone, and taking every title for what it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.analysis.moving.alone import LANGUAGES
from sim.analysis.moving.page import HERE, IMPORT, page, write_evening
from sim.analysis.moving.told import told
from sim.core.errors import UserError
from tests.alone import asks_nobody, data_of
from tests.analysis.moving.evenings import twins

ASKING = (("stage.html",), ("player.js",))
TITLE = '</script><img src="x" onerror="alert(1)"> & <b>more</b>'


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "evening.html"
    assert write_evening(twins(), file, title=TITLE, seed=3) == file
    return file.read_text(encoding="utf-8")


def test_nothing_in_the_file_asks_for_anything() -> None:
    asks_nobody(page(told(twins(), title="Two", seed=3)))


def test_a_title_with_markup_stays_text(text: str) -> None:
    assert "<img" not in text
    assert "<b>more" not in text
    assert text.count("</script>") == 2
    assert "&lt;/script&gt;&lt;img" in text


def test_the_data_come_out_as_they_went_in(text: str) -> None:
    data = data_of(text, "evening")
    assert (data["title"], data["seed"], data["language"]) == (TITLE, 3, "en")
    assert [len(policy["contradictions"]) for policy in data["policies"]] == [3, 0]


def test_both_languages_say_the_same_things() -> None:
    english, german = (json.loads((HERE / "words.json").read_text(encoding="utf-8"))[each] for each in LANGUAGES)
    assert set(english) == set(german)
    assert set(english["pitches"]) == set(german["pitches"])
    blanks = {
        key: [sorted(re.findall(r"\{\w+\}", words[key])) for words in (english, german)]
        for key in english
        if key not in ("topics", "pitches")
    }
    assert {key: both for key, both in blanks.items() if both[0] != both[1]} == {}


def test_every_word_that_the_page_asks_for_is_there() -> None:
    words = json.loads((HERE / "words.json").read_text(encoding="utf-8"))["en"]
    template, player = ("".join((HERE / name).read_text(encoding="utf-8") for name in names) for names in ASKING)
    asked = re.findall(r"data-(?:word|label)=\"(\w+)\"", template) + re.findall(r"\bwords\.(\w+)", template + player)
    assert set(asked) == set(words)


def test_the_player_finds_what_draws(text: str) -> None:
    assert IMPORT in (HERE / "player.js").read_text(encoding="utf-8")
    drawing = "circlesBySlot, sizeOf, layOut, stateAt, draw, drawGuest, drawStruck, drawSeller"
    assert f"const evening = {{ {drawing} }};" in text


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        write_evening(twins(), tmp_path / "evening.html", language="fr")
    assert str(error.value).startswith('The page does not speak \'fr\'; there are "en" or "de".')
    assert list(tmp_path.iterdir()) == []
