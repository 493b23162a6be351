"""A scenario from a mapping in Python: what a file would say, without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from sim.core.rulefile import RuleFile
from sim.scenario.errors import ScenarioError
from sim.scenario.own import with_files
from sim.scenario.schema import Scenario
from sim.scenario.translate import translate


def from_mapping(table: Mapping[str, Any], rules: Sequence[RuleFile] = ()) -> Scenario:
    """Read a scenario from nested mappings and lists; nothing is inherited from any file.

    Parameters
    ----------
    table
        Sections by name, as :meth:`pydantic.BaseModel.model_dump` or a TOML reader gives them.
    rules
        Files of own rules that the scenario may name, from :func:`sim.own.load_rules`.

    Raises
    ------
    ScenarioError
        With every problem that was found.
    """
    data, context = with_files(dict(table), rules)
    try:
        return Scenario.model_validate(data, context=context)
    except ValidationError as error:
        raise ScenarioError(translate(error, data)) from None
