from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.reading.alike import alike, form, remarks

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vita", "vITA"),
        ("é", "e\u0301"),
        ("a", "\uff41"),
        ("a", "a\u200b"),
        ("\ufeffann", "ann"),
        ("a b", "a\u00a0 b"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_a_reader_takes_for_one(one: str, other: str) -> None:
    assert list(alike([one, "else", other])) == [(one, other)]


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("a b", "ab"), ("1", "01"), ("a", "\u0430"), ("e", "é")])
def test_names_that_differ(one: str, other: str) -> None:
    assert list(alike([one, other])) == []


@given(name=WORDS)
def test_what_is_added_to_a_name_unseen_does_not_change_its_form(name: str) -> None:
    assert form(f"\u200b{name}\u200d ") == form(name) == form(form(name))
    assert form(unicodedata.normalize("NFD", name)) == form(name)


@given(names=st.lists(WORDS, unique=True, max_size=8))
def test_every_name_but_the_first_of_its_form_is_told_once(names: list[str]) -> None:
    assert len(list(alike(names))) == len(names) - len(set(map(form, names)))


def test_people_who_may_be_one_or_none_are_told_of() -> None:
    alone = '"Ann" and "ann" are two people here, but differ only in case, blanks, marks that show nothing, or the form'
    assert remarks(["Ann", "bob", "ann"]) == [f"{alone} of a letter."]
    assert remarks(["Ann", "bob", "ann", "ANN"]) == [f"{alone} of a letter; so do 1 more."]
    assert remarks(["NA", "bob"]) == ['"NA" is a person here; leave out what has it where nobody is meant.']
    assert remarks(["ann", "bob"]) == []


def test_whole_numbers_that_also_stand_with_a_decimal_point_are_told_of() -> None:
    assert remarks(["1", "2.0", "2", "3"]) == ['"2" and "2.0" are two people here, but the same number.']
    several = '"-2" and "-2.00" are two people here, but the same number; so is one more pair.'
    assert remarks(["-2", "-2.00", "7", "7.0", "8.0"]) == [several]
    assert remarks(["1", "1.0", "2", "2.0", "3", "3.0"])[0].endswith("the same number; so are 2 more pairs.")
    assert remarks(["1.0", "2.0", "2.5", "x.0", ".0", "0"]) == []
