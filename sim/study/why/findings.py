"""What was found, in words: every sentence and title is made from the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.core.wording import enumerated
from sim.model import OUTCOMES
from sim.study.why.declared import Dial, Switch, dials, switches
from sim.study.why.record import Why
from sim.study.why.structure import sign

NET = OUTCOMES["net_income"]
MOST_NAMED, MOST_LISTED = 2, 4
LARGE = 0.25  # part of the difference from which on a rule is named beside the largest
CLEAR_SHARE = 0.75  # of a leaf's points, from which on a way is said to win there
Told = Mapping[str, Any]


def rules_by_key() -> dict[str, Switch]:
    """Return the rules by their keys, in their order."""
    return {each.key: each for each in switches("rule")}


def choices_by_key() -> dict[str, Switch]:
    """Return the structural choices by their keys, in their order."""
    return {each.key: each for each in switches("structure")}


def dials_by_key() -> dict[str, Dial]:
    """Return the dials by their keys, in their order."""
    return {each.key: each for each in dials()}


def whole(amount: float) -> str:
    """Write an amount in whole currency units with its sign."""
    return f"{round(amount):+,}".replace("-", "−") if round(amount) else "0"


def money(told: Sequence[float]) -> str:
    """Write an amount in whole currency units with its interval."""
    mean, low, high = map(whole, told)
    return f"{mean} ({low} to {high})"


def points(told: Sequence[float]) -> str:
    """Write a difference of shares in percentage points with its interval."""
    mean, low, high = (f"{100 * value:+.0f}".replace("-", "−") for value in told)
    return f"{mean} points ({low} to {high})"


def share(told: Sequence[float]) -> str:
    """Write a share of people with its interval, which symmetry may have put beyond none or all."""
    mean, low, high = (f"{100 * min(max(value, 0.0), 1.0):.0f}" for value in told)
    return f"{mean} % ({low} to {high})"


def headline(why: Why) -> str:
    """Say how the two ways differ."""
    one, two = why.ways
    found, better = why.decomposition["net"]["total"], why.decomposition["better"]["total"]
    told = f"Of 100 people who try both, {100 * better[0]:.0f} end up better off with “{two}” than with “{one}”; "
    if sign(found) == 0:
        return told + f"on average the two cannot be told apart: {money(found)} currency units."
    more = "more" if found[0] > 0 else "less"
    span = sorted(abs(end) for end in found[1:])
    return told + (
        f"on average “{two}” brings {NET.write(abs(found[0]))} currency units {more} "
        f"({NET.write_range(span[0], span[1])})."
    )


def carried(why: Why) -> str:
    """Say which rules carry the difference: the title of the waterfall."""
    net, total = why.decomposition["net"], why.decomposition["net"]["total"]
    if sign(total) == 0:
        return "The two ways cannot be told apart; what the rules add cancels out"
    along = sorted(
        (key for key, told in net["adds"].items() if sign(told) == sign(total)),
        key=lambda key: -abs(net["adds"][key][0]),
    )
    first = max((abs(net["adds"][key][0]) for key in along), default=0.0)
    if sign(net["rest"]) == sign(total) and abs(net["rest"][0]) > first:
        return "Most of the difference is there without any of these rules"
    if not along:
        return "No single rule carries the difference"
    large = [key for key in along if abs(net["adds"][key][0]) >= LARGE * abs(total[0])]
    return _together(large, net) if len(large) > 1 else _alone(along[0], net, total)


def _alone(key: str, net: Told, total: Sequence[float]) -> str:
    name, part = rules_by_key()[key].name, abs(net["adds"][key][0] / total[0])
    verb = "carry" if name.endswith("s") and not name.startswith("upline") else "carries"
    much = "nearly all of" if part > 0.9 else "most of" if part > 0.5 else "the largest part of"
    return f"{_large(name)} {verb} {much} the difference"


def _together(keys: Sequence[str], net: Told) -> str:
    names, amounts = [rules_by_key()[key].name for key in keys], [whole(net["adds"][key][0]) for key in keys]
    return f"{_large(enumerated(names))} make the difference: {enumerated(amounts)}"


def _large(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def against(why: Why) -> str:
    """Say which rules work the other way; empty if none clearly does."""
    net, names = why.decomposition["net"], rules_by_key()
    other = [names[key].name for key, told in net["adds"].items() if sign(told) * sign(net["total"]) < 0]
    return f"The other way works: {enumerated(other)}." if other else ""


def survives(why: Why) -> str:
    """Say whether the headline survives the choices of structure."""
    choices, names = why.structure["choices"], choices_by_key()
    verdicts = {
        verdict: [names[key].name for key, told in choices.items() if told["verdict"] == verdict]
        for verdict in ("turns", "fades", "appears", "holds")
    }
    if sign(why.structure["base"]) == 0:
        clear = verdicts["appears"]
        told = f" It becomes clear with: {enumerated(clear)}." if clear else ""
        return f"There is no clear difference that a choice could turn.{told}"
    fading = f" It is no longer clear with: {enumerated(verdicts['fades'])}." if verdicts["fades"] else ""
    if verdicts["turns"]:
        return f"This is no headline, for a choice of structure turns it: {enumerated(verdicts['turns'])}.{fading}"
    if fading:
        return f"No choice of structure turns it.{fading}"
    return f"It holds under all {len(choices)} choices of structure."


def equal_at(why: Why, key: str) -> str:
    """Say at which value of a dial the two ways are equal, in a sentence."""
    dial, told = dials_by_key()[key], why.breakeven["dials"][key]
    one, two = why.ways
    low, high = told["levels"][0], told["levels"][-1]
    if told["crosses"] == "yes":
        at, *ends = told["at"]
        below = two if told["sides"][0] > 0 else one
        span = f"{_end(ends[0], low, 'below')} to {_end(ends[1], high, 'above')}"
        return f"Equal at {number(at)} {dial.unit} ({span}); below it “{below}” brings more."
    if told["crosses"] == "no":
        ahead = two if told["sides"][0] > 0 else one
        return f"Nowhere between {number(low)} and {number(high)} {dial.unit}: “{ahead}” brings more throughout."
    return f"Open between {number(low)} and {number(high)} {dial.unit}: more pairs would have to decide."


def equal_in_short(why: Why, key: str) -> str:
    """Say the same above a small panel."""
    told = why.breakeven["dials"][key]
    if told["crosses"] == "yes":
        return f"equal at {number(told['at'][0])}"
    return "equal nowhere" if told["crosses"] == "no" else "open"


def equal_anywhere(why: Why) -> str:
    """Say where the two ways are equal: the title of the panels."""
    found, names = why.breakeven["dials"], dials_by_key()
    crossing = [names[key].name for key, told in found.items() if told["crosses"] == "yes"]
    if crossing:
        more = f" and {len(crossing) - MOST_NAMED} more" if len(crossing) > MOST_NAMED else ""
        return f"The two ways become equal by turning: {', '.join(crossing[:MOST_NAMED])}{more}"
    if found and all(told["crosses"] == "no" for told in found.values()):
        return f"Nothing that was turned makes the two ways equal; they come closest at {_closest(found)}"
    return "Nothing that was turned surely makes the two ways equal"


def _closest(found: Mapping[str, Told]) -> str:
    """Name the level of a dial at which the difference is smallest, and how large it is there."""
    ends = [(abs(net[0]), key, level, net[0]) for key, told in found.items() for level, net in _levels(told)]
    _, key, level, mean = min(ends)
    return f"{dials_by_key()[key].name} {number(level)}: {whole(mean)}"


def _levels(told: Told) -> list[tuple[float, Sequence[float]]]:
    return list(zip(told["levels"], told["net"], strict=True))


def hangs_on(why: Why) -> str:
    """Say what the difference hangs on most: the title of the bars."""
    if why.ranges is None:
        effects = why.draws["effects"] if why.draws else {}
        clear = sorted((key for key in effects if _is_clear(effects[key])), key=lambda key: -effects[key][0])
        if effects and not clear:
            return "No guess of the calibration moves the difference beyond chance"
        return f"The difference hangs most on: {clear[0]}" if clear else "What the difference hangs on cannot be told"
    total, names = why.ranges["total"], dials_by_key()
    first, *others = sorted(total, key=lambda key: -float(total[key][0]))
    ahead = [key for key in others if float(total[key][0]) >= float(total[first][1] or 0.0)]
    if not ahead:
        return f"The difference hangs most on: {names[first].name}"
    listed = [names[key].name for key in (first, *ahead)]
    more = [*listed[:MOST_LISTED], f"{len(listed) - MOST_LISTED} more"] if len(listed) > MOST_LISTED else listed
    return f"The difference hangs on {enumerated(more)}; {why.ranges['points']} points cannot rank them"


def _is_clear(told: Sequence[float | None]) -> bool:
    low = told[1]
    return low is not None and low > 0.0


def places(why: Why) -> list[str]:
    """Say in which boxes of the ranges one of the two ways wins, a sentence each."""
    found = []
    for leaf in why.ranges["places"] if why.ranges else []:
        if max(leaf["share"], 1.0 - leaf["share"]) < CLEAR_SHARE:
            continue
        winner = why.ways[1] if leaf["share"] > 0.5 else why.ways[0]
        part = max(leaf["share"], 1.0 - leaf["share"])
        found.append(f"“{winner}” brings more in {100 * part:.0f} % of {leaf['points']} points {_box(leaf['bounds'])}.")
    return found


def _box(bounds: Mapping[str, Sequence[float | None]]) -> str:
    if not bounds:
        return "anywhere in the ranges"
    return "with " + ", ".join(f"{dials_by_key()[key].name} {_span(*ends)}" for key, ends in bounds.items())


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"up to {number(high)}"
    return f"above {number(low)}" if high is None else f"from {number(low)} to {number(high)}"


def _end(value: float | None, edge: float, beyond: str) -> str:
    return f"{beyond} {number(edge)}" if value is None else number(value)


def number(value: float | None) -> str:
    """Write a number with two or three digits that count."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"
