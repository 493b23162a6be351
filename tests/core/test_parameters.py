from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.core.parameters import OneOf, Section, Words, as_whole, is_whole, param, plain


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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, 5),
        (-3, -3),
        (2**80, 2**80),
        (np.int64(5), 5),
        (np.uint8(200), 200),
        (np.arange(3)[1], 1),
        (np.array(7), 7),
        (pd.Series([4, 6])[1], 6),
        (pd.array([9], dtype="Int64")[0], 9),
        (30.0, 30),
        (3e3, 3000),
        (np.float32(30), 30),
        (Decimal("30.00"), 30),
        (Fraction(8, 2), 4),
        ("42", 42),
        (" 42\n", 42),
        ("-1", -1),
        (np.str_("7"), 7),
    ],
)
def test_a_whole_number_is_read(value, expected):
    assert as_whole(value) == expected
    assert type(as_whole(value)) is int


@pytest.mark.parametrize(
    "value",
    [
        *(
            True,
            False,
            np.True_,
            None,
            30.5,
            float("nan"),
            float("inf"),
            np.float64("-inf"),
            Decimal("1.5"),
            Decimal("nan"),
        ),
        *(
            Decimal("sNaN"),
            Decimal("1e999999999"),
            1e300,
            "",
            "4.0",
            "1e3",
            "four",
            "0x10",
            "1_000",
            "٣",
            "9" * 5000,
            b"5",
            [5],
            (5,),
            {},
            pd.NA,
            5j,
        ),
        *(np.array([5]), np.datetime64("2020-01-01"), object()),
    ],
)
def test_what_is_no_whole_number_gives_none(value):
    assert as_whole(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float32(0.3), 0.3),
        (np.float16(0.1), 0.1),
        (np.float64(0.1), 0.1),
        (np.longdouble(0.5), 0.5),
        (np.int8(-3), -3),
        (np.True_, True),
        (np.str_("a"), "a"),
        (np.array(2.5), 2.5),
        ("text", "text"),
        (None, None),
    ],
)
def test_values_of_numpy_become_those_of_python(value, expected):
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


@pytest.mark.parametrize("number", [0, -3, 2**70, np.int64(5), np.uint32(7)])
def test_whole_numbers(number: Any) -> None:
    assert is_whole(number)


@pytest.mark.parametrize("number", [1.0, np.float64(2.0), "3", None, [1], np.array([1, 2])])
def test_everything_else(number: Any) -> None:
    assert not is_whole(number)
