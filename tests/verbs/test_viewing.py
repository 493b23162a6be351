"""The verbs that open a window and write its market as a page: what they do, and refuse in sentences."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.view import server
from sim.view.server import LOOPBACK, MISSING, port_for
from tests.command import Command


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a folder of its own, where Panel seems to be installed."""
    monkeypatch.setattr(server, "find_spec", lambda name: name)
    return Command(tmp_path, monkeypatch, capfd)


def test_a_missing_extra_is_a_sentence(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "find_spec", lambda _name: None)
    told = manyhats("view", "town.toml", "--no-open")
    assert (told.code, told.out, told.err) == (2, "", f"{MISSING}\n")


def test_a_port_that_is_taken_is_a_sentence(manyhats: Command) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        told = manyhats("view", "town.toml", "--no-open", "--port", str(port))
    assert (told.code, told.out) == (2, "")
    assert told.err == f"Port {port} is taken, perhaps by another window; --port takes another one.\n"


def test_without_a_port_the_next_free_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(server, "FIRST_PORT", taken)
        assert port_for(None) > taken
        monkeypatch.setattr(server, "TRIED", 1)
        with pytest.raises(UserError, match=r"^No port from \d+ to \d+ is free; name one with --port\.$"):
            port_for(None)


def test_mistakes_in_a_scenario_and_a_language_are_sentences(manyhats: Command) -> None:
    Path("odd.toml").write_text('extends = "town.toml"\n[time]\ndays = -3\n', encoding="utf-8")
    told = manyhats("view", "odd.toml", "--no-open")
    assert told.code == 2
    assert told.err.startswith("odd.toml, line 3: time.days = -3")
    assert "'fr'" in manyhats("view", "town.toml", "--no-open", "--language", "fr").err


def test_the_market_is_written_as_a_page(manyhats: Command) -> None:
    told = manyhats("market", "town.toml", "--set", "time.days=80", "--pitch", "disclose-all", "--language", "de")
    assert (told.code, told.out) == (0, "wrote market.html\n")
    page = Path("market.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert '"ways":["focus","2 Geschäfte: alles nebeneinander"]' in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--language", "fr"), 'The page does not speak \'fr\'; there are "en" or "de".'),
        (("--businesses", "7"), "7 businesses: this scenario has 2 to choose from (vita, clicks).\n"),
        (("--pitch", "tailord"), "Nobody tells things 'tailord'; there are "),
    ],
)
def test_a_market_that_cannot_be_written_is_a_sentence(manyhats: Command, more: tuple[str, ...], sentence: str) -> None:
    told = manyhats("market", "town.toml", "--quiet", *more)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(sentence)
    assert not Path("market.html").exists()
