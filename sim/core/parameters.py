"""How a parameter is declared: default, unit, bounds, meaning and source in one place; and how numbers are read.

Whole numbers are taken however they come: as int, from NumPy or pandas, as ``30.0``, or as digits in a text.
"""

from __future__ import annotations

import operator
import os
import re
import sys
import types
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from functools import cache
from numbers import Integral, Real
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, Self, TypeVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, ValidationError, core_schema

from sim.core.wording import CONTROL

ASSUMED = "assumed"
DEEPEST = 8
"""Levels of tables within tables that a scenario can have."""
SEEDS = ("seed", "seeds")
"""How names of fields end that hold seeds; these come from boxes and environments as text, too."""

LONGEST = 60
"""Digits that are read from a text; no number anywhere has as many."""
MOST = 10**LONGEST
_DIGITS = re.compile(rf"[+-]?[0-9]{{1,{LONGEST}}}")


def _exact(value: object) -> object:
    """Read 35.1 as 35.10 exactly: what was written counts, not its binary neighbor."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Decimal(value) if isinstance(value, int) else Decimal(str(value))


def _one_line(value: str) -> str:
    """Refuse what a terminal would obey and a figure cannot show."""
    found = CONTROL.search(value)
    if found:
        raise PydanticCustomError("control_character", "holds a control character", {"code": f"U+{ord(found[0]):04X}"})
    return value


ONE_LINE = AfterValidator(_one_line)
"""For text that people read: one line without control characters."""
Line = Annotated[str, ONE_LINE]
Law = Literal["uniform", "log-uniform"]
"""How a prior spreads over its range: evenly, or evenly over orders of magnitude."""
Money = Annotated[Decimal, BeforeValidator(_exact), Field(decimal_places=2), PlainSerializer(float, when_used="json")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Words(IntEnum):
    """Names that a parameter may have, numbered for the rules; files and results spell them in small letters.

    ``NO_CROSS_RECRUITING`` is written ``no-cross-recruiting``. Rules compare a row's number with a member, which Numba
    compiles; sections hold the word (:class:`OneOf`).
    """

    @property
    def word(self) -> str:
        """The name as files and results spell it."""
        return self.name.lower().replace("_", "-")

    @classmethod
    @cache
    def words(cls) -> tuple[str, ...]:
        """All names as they are spelled, in the order of their numbers."""
        return tuple(member.word for member in cls)

    @classmethod
    def of(cls, word: str) -> Self:
        """Return the member that is spelled so.

        Raises
        ------
        KeyError
            If there is none.
        """
        return cls[word.upper().replace("-", "_")]


Numbered = TypeVar("Numbered", bound=Words)

if TYPE_CHECKING:

    class OneOf(str, Generic[Numbered]):
        """One of the words of an enumeration."""

else:

    class OneOf:
        """Annotates a field that holds one of the words of an enumeration, which stands in its metadata."""

        def __class_getitem__(cls, numbered: type[Words]) -> Any:
            """The type of such a field."""
            return Annotated[Literal[numbered.words()], numbered]


class Ownable:
    """Lets a field that knows some names take any other: that of a rule which the user adds.

    Whether there is such a rule is asked when the whole scenario is known, by the checks of :mod:`sim.scenario`.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Try the names that are built in, then take any text."""

        def either(value: Any, builtin: Any) -> Any:
            try:
                return builtin(value)
            except ValidationError:
                if isinstance(value, str) and value:
                    return value
                raise

        as_it_is = core_schema.plain_serializer_function_ser_schema(str)
        return core_schema.no_info_wrap_validator_function(either, handler(source), serialization=as_it_is)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Offer the names that are built in, and allow others."""
        return {"anyOf": [handler(schema["schema"]), {"type": "string"}]}


OWNABLE = Ownable()


class Section(BaseModel):
    """A table of the scenario file: strict about names and types, fixed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _read_numbers(cls, data: Any) -> Any:
        """Read whole numbers written with a point, and numbers of NumPy and pandas."""
        if not isinstance(data, dict):
            return data
        read = {name: as_python(value) for name, value in data.items()}
        return read | {name: _whole(name, read[name]) for name in _whole_fields(cls) if name in read}


def as_python(value: Any, depth: int = DEEPEST) -> Any:
    """Values of NumPy and pandas as those of Python, in lists and tables as well; columns become lists, paths text."""
    value = plain(value)
    if depth == 0 or isinstance(value, str | BaseModel):
        return value
    if isinstance(value, dict):
        return {key: as_python(inner, depth - 1) for key, inner in value.items()}
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, list | tuple | range):
        return [as_python(inner, depth - 1) for inner in value]
    return [as_python(inner, depth - 1) for inner in value] if hasattr(value, "tolist") else value


@cache
def _whole_fields(section: type[Section]) -> tuple[str, ...]:
    """Names of the fields that hold one whole number."""
    alone = (None, Union, types.UnionType)
    fields = section.model_fields.items()
    return tuple(
        name
        for name, field in fields
        if get_origin(field.annotation) in alone and int in (field.annotation, *get_args(field.annotation))
    )


def _whole(name: str, value: Any) -> Any:
    """A whole number however it is written; text of digits only where it is about seeds."""
    whole = None if isinstance(value, str) and not name.endswith(SEEDS) else as_whole(value)
    return value if whole is None else whole


def param(
    default: Any = ...,
    *,
    meaning: str,
    unit: str = "",
    source: str = ASSUMED,
    plausible: tuple[float, float] | None = None,
    prior: Law | tuple[Law, float, float] | None = None,
    **bounds: Any,
) -> Any:
    """Declare one field of a section.

    Parameters
    ----------
    default
        Value used when the scenario is silent; ``...`` makes the field required.
    meaning
        One line that says what the number stands for.
    unit
        Unit of the value (``"days"``, ``"share"``, ``"currency units"``); empty for names and switches.
    source
        Where the default comes from, or *assumed*.
    plausible
        Smallest and largest value that would not surprise, where the default is a guess: what a verdict has to
        withstand.
    prior
        What is known of the value before any calibration: ``"uniform"`` or ``"log-uniform"`` over what is plausible,
        or over a range of its own, ``("log-uniform", 0.001, 0.1)``. A guess that says nothing has a uniform one.
    **bounds
        Pydantic bounds: ``ge``, ``gt``, ``le``, ``lt``, ``min_length``, ``max_length``, ``pattern``; and
        ``strict=False`` for pairs, which TOML can only write as lists.
    """
    extra: dict[str, Any] = {"unit": unit, "source": source}
    if plausible is not None:
        extra["plausible"] = list(plausible)
    if prior is not None:
        extra["prior"] = list((prior, *(plausible or ())) if isinstance(prior, str) else prior)
    return Field(default, description=meaning, json_schema_extra=extra, **bounds)


def as_whole(value: object) -> int | None:
    """The whole number that a value is, or None.

    An integer of any type is one, a float or decimal without a fraction, and a text of digits; a truth value is none.
    """
    value = plain(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, float | Decimal | Fraction):
        return _without_fraction(value)
    if isinstance(value, str):
        text = value.strip()
        return int(text) if _DIGITS.fullmatch(text) else None
    return None


def plain(value: Any) -> Any:
    """The same value as Python itself has it, if it is one of NumPy's or an array without dimensions.

    Numbers of lower precision become what they are written as: 0.3 for ``float32(0.3)``.
    """
    numpy = sys.modules.get("numpy")  # without it nobody can have given one of its values
    if numpy is None or not isinstance(value, numpy.generic | numpy.ndarray):
        return value
    if isinstance(value, numpy.ndarray):
        return plain(value[()]) if value.ndim == 0 else value
    if isinstance(value, Real) and not isinstance(value, Integral):
        return float(str(value))
    return value.item()


def _without_fraction(value: Any) -> int | None:
    """The number, if it is finite and nothing is lost; a decimal may have an exponent of any size."""
    try:
        return int(value) if abs(value) < MOST and value == int(value) else None
    except ArithmeticError:  # comparing a decimal that is not a number
        return None


def is_whole(number: Any) -> bool:
    """Tell whether something can stand for a whole number without loss."""
    try:
        operator.index(number)
    except TypeError:
        return False
    return True
