from __future__ import annotations

import pytest

from sim.core.parameters import OneOf, Section, Words, param


class Regime(Words):
    FREE = 0
    NO_CROSS_RECRUITING = 1


class Company(Section):
    regime: OneOf[Regime] = param("free", meaning="What members may not do.")


def test_words_are_spelled_small_and_numbered_in_their_order() -> None:
    assert Regime.words() == ("free", "no-cross-recruiting")
    assert Regime.of("no-cross-recruiting") is Regime.NO_CROSS_RECRUITING == 1
    assert [member.word for member in Regime] == list(Regime.words())


def test_a_field_holds_a_word_and_knows_its_numbers() -> None:
    assert Company(regime="no-cross-recruiting").regime == "no-cross-recruiting"
    assert Regime in Company.model_fields["regime"].metadata
    with pytest.raises(ValueError, match="Input should be 'free' or 'no-cross-recruiting'"):
        Company.model_validate({"regime": "open"})
