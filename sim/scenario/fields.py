"""How a parameter is declared: default, unit, bounds, meaning and source in one place."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from sim.core.cells import CONTROL

ASSUMED = "assumed"


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
Money = Annotated[Decimal, BeforeValidator(_exact), Field(decimal_places=2), PlainSerializer(float, when_used="json")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A table of the scenario file: strict about names and types, fixed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


def param(
    default: Any = ...,
    *,
    meaning: str,
    unit: str = "",
    source: str = ASSUMED,
    plausible: tuple[float, float] | None = None,
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
        Smallest and largest value that would not surprise, where the default is a guess: what is searched in
        calibration, and what a verdict has to withstand.
    **bounds
        Pydantic bounds: ``ge``, ``gt``, ``le``, ``lt``, ``min_length``, ``max_length``, ``pattern``; and
        ``strict=False`` for pairs, which TOML can only write as lists.
    """
    extra: dict[str, Any] = {"unit": unit, "source": source}
    if plausible is not None:
        extra["plausible"] = list(plausible)
    return Field(default, description=meaning, json_schema_extra=extra, **bounds)
