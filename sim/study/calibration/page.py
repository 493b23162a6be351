"""docs/calibration.md, made from the record of a calibration, or saying that there is none yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim import explain
from sim.core.files import write_text
from sim.study.calibration.record import Outcome, accepted, expected, written
from sim.study.calibration.space import searched
from sim.study.targets import ROLES, TARGETS, Role
from sim.verification.case import markdown_table

PAGE, RECORD = "calibration.md", "calibration.json"
PICTURES = ("calibration-margins.png", "calibration-pairs.png", "calibration-predictive.png")
TEXT = Path(__file__).with_name("page.md.jinja")
NO_WORDS = "–"
EVERYTHING = 1e5  # thresholds as large as this leave nothing out


def page(outcome: Outcome | None) -> str:
    """Return the page."""
    import jinja2

    text = jinja2.Template(
        TEXT.read_text(encoding="utf-8"), keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    told: str = text.render({name: value.rstrip("\n") for name, value in _blocks(outcome)})
    return told


def write_page(outcome: Outcome, docs: Path) -> list[Path]:
    """Write page and record into a folder of documents; searches that its old record lists stay on the list.

    Returns
    -------
    list of Path
        The files.
    """
    file = docs / RECORD
    before = Outcome.read(file).searches if file.is_file() else []
    mine = {each["what"] for each in outcome.searches}
    whole = Outcome(**{**vars(outcome), "searches": [*(s for s in before if s["what"] not in mine), *outcome.searches]})
    whole.write(file)
    write_text(docs / PAGE, written_from(docs))
    return [file, docs / PAGE]


def written_from(docs: Path) -> str:
    """Return the page as the record in a folder gives it."""
    file = docs / RECORD
    return page(Outcome.read(file) if file.is_file() else None)


def _blocks(outcome: Outcome | None) -> Iterator[tuple[str, str]]:
    yield "targets", _targets()
    yield "searched", _searched()
    if outcome is None:
        yield "result", "No search has been run on this world yet: values of `base.toml` are older than its rules.\n"
        return
    parts = (_verdict, _pictures, _figures, _posterior, _identified, _scale, _screening, _coverage, _searches)
    yield "result", "\n".join(part for part in (make(outcome) for make in parts) if part)


def _targets() -> str:
    rows = (
        (f"`{name}`", each.role, each.what, expected(each), accepted(each), each.world, each.source)
        for name, each in TARGETS.items()
    )
    return markdown_table(("target", "role", "what", "published", "accepted", "world", "source"), rows)


def _searched() -> str:
    rows = ((f"`{each.name}`", explain(each.name).meaning, _prior(vars(each.guess)), each.why) for each in searched())
    return markdown_table(("parameter", "meaning", "prior", "searched because of"), rows)


def _prior(told: dict[str, Any]) -> str:
    return f"{told['law']}, {told['least']:g} to {told['most']:g}"


def _verdict(outcome: Outcome) -> str:
    lines = []
    counted: tuple[Role, ...] = ("C", "V")
    for role in counted:
        rows = outcome.rows(role)
        missed = [row for row, met in rows.items() if not met]
        left = f"missed: {', '.join(missed)}" if missed else "none is missed"
        lines.append(f"- **{role}** ({ROLES[role]}): {sum(rows.values())} of {len(rows)} rows are met; {left}.")
    held = {name: outcome.covers(name) for name, target in TARGETS.items() if target.role == "C"}
    bad = [f"`{name}`" for name, covers in held.items() if not covers]
    lines.append(
        f"- Of {len(held)} C figures the 90 % band of the draws holds the published value, and is at most twice as "
        f"wide as what is accepted, for {len(held) - len(bad)}{'; not for ' + ', '.join(bad) if bad else ''}."
    )
    return "### What is met\n\nBy the chosen draw, on ten seeds that no search has seen:\n\n" + "\n".join(lines) + "\n"


def _pictures(_: Outcome) -> str:
    titles = ("The posterior of each parameter, beside its prior", "Pairs of parameters", "What the draws predict")
    return "\n".join(f"![{title}]({name})\n" for title, name in zip(titles, PICTURES, strict=True))


def _figures(outcome: Outcome) -> str:
    rows = []
    for name, target in TARGETS.items():
        got = outcome.got(name)
        null = outcome.null.get(name)
        told = NO_WORDS if null is None else written(name, null)
        alone = " (met)" if null is not None and target.is_met(null) else ""
        band = outcome.band(name) or NO_WORDS
        met = "met" if target.is_met(got) else "**missed**"
        rows.append(
            (f"`{name}`", target.role, expected(target), accepted(target), written(name, got), band, told + alone, met)
        )
    head = ("target", "role", "published", "accepted", "chosen", "90 % of draws", "null model", "")
    lived = "every fourth draw" if outcome.draws is None else f"each of the {outcome.draws} different draws"
    return (
        f"### Target by target\n\nThe chosen draw is measured on ten seeds, {lived} on eight. What the null "
        "model meets already is no achievement; it has no words for what is left blank.\n\n"
        + markdown_table(head, rows)
    )


def _posterior(outcome: Outcome) -> str:
    rows = (
        (
            f"`{name}`",
            _prior(told),
            f"{told['chosen']:g}",
            f"{told['quantiles'][2]:g}",
            f"{told['quantiles'][0]:g} to {told['quantiles'][-1]:g}",
            f"{told['width']:.2f}",
            f"{told['contraction']:.2f}",
            {-1: "lower end", 0: "", 1: "upper end"}[told["leans"]],
        )
        for name, told in outcome.parameters.items()
    )
    head = ("parameter", "prior", "chosen", "median", "90 %", "width / prior", "contraction", "leans to")
    return "### The posterior\n\n" + markdown_table(head, rows)


def _identified(outcome: Outcome) -> str:
    known = [f"`{name}`" for name, told in outcome.parameters.items() if told["contraction"] >= 0.5]
    unknown = [f"`{name}`" for name, told in outcome.parameters.items() if told["contraction"] < 0.2]
    leaning = [f"`{name}`" for name, told in outcome.parameters.items() if told["leans"]]
    lines = [
        f"Identified (half of the prior's variance is gone): {', '.join(known) or 'none'}.",
        f"Not identified (less than a fifth is gone): {', '.join(unknown) or 'none'}.",
        f"Lean to an end of the prior: {', '.join(leaning) or 'none'}.",
    ]
    return "### What is identified\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


def _screening(outcome: Outcome) -> str:
    from sim.study.calibration.screening import Screening

    if outcome.screening is None:
        return ""
    found = Screening(**outcome.screening)
    rows = (
        (
            f"`{name}`",
            f"{found.strength(name):.2f}",
            ", ".join(f"`{target}` {value:+.2f}" for target, value in list(found.informing(name).items())[:5]),
            "yes" if name in outcome.parameters else "",
        )
        for name in found.ranked()
        if found.informing(name)
    )
    silent = sum(not found.informing(name) for name in found.correlations)
    return (
        f"### Which targets inform which guesses\n\nRank correlations over {found.draws} draws from all priors; those "
        f"of less than {found.least:.2f} are left out. {silent} further guesses are informed by no target.\n\n"
        + markdown_table(("guess", "strength", "informed by", "searched"), rows)
    )


def _coverage(outcome: Outcome) -> str:
    from sim.study.calibration.recovery import Coverage

    if outcome.coverage is None:
        return ""
    rows = (
        (f"`{name}`", f"{held['0.5']:.2f}", f"{held['0.9']:.2f}", f"{outcome.coverage['error'][name]:.2f}")
        for name, held in outcome.coverage["covered"].items()
    )
    half, most = (f"{100 * Coverage(**outcome.coverage).overall(level):.0f} %" for level in (0.5, 0.9))
    return (
        f"### Whether known parameters are recovered\n\nOver all parameters intervals of 50 % hold {half} of the "
        f"truths, and those of 90 % hold {most}. Share of {outcome.coverage['truths']} worlds with known "
        "parameters in whose 50 % and 90 % intervals the truth lies, and the error of the posterior mean over that of "
        "the prior mean.\n\n" + markdown_table(("parameter", "50 %", "90 %", "error"), rows)
    )


def _scale(outcome: Outcome) -> str:
    if not outcome.scale:
        return ""
    head = [f"{each['people']:,} people, {each['years']} years" for each in outcome.scale]
    rows = []
    for name in outcome.scale[0]["figures"]:
        got = (written(name, each["figures"][name]) for each in outcome.scale)
        rows.append((f"`{name}`", TARGETS[name].role, expected(TARGETS[name]), accepted(TARGETS[name]), *got))
    worlds = ", ".join(str(each["seeds"]) for each in outcome.scale)
    return (
        "### What a larger and an older market change\n\nPublished figures are of companies that are decades old and "
        f"have hundreds of thousands of members. The chosen draw once more, pooled over {worlds} worlds with seeds of "
        "their own:\n\n" + markdown_table(("target", "role", "published", "accepted", *head), rows)
    )


def _threshold(epsilon: float | None) -> str:
    """Write a threshold; that of a first generation, which keeps everything, is none."""
    return NO_WORDS if epsilon is None or epsilon >= EVERYTHING else f"{epsilon:.3f}"


def _searches(outcome: Outcome) -> str:
    rows = (
        (
            f"`{each['what']}`",
            str(each["seed"]),
            str(len(each["parameters"])),
            str(each["particles"]),
            str(each["generations"]),
            f"{each['simulations']:,}",
            _threshold(each["epsilon"]),
            each.get("remark", ""),
        )
        for each in outcome.searches
    )
    head = ("search", "seed", "parameters", "particles", "generations", "worlds", "last threshold", "")
    return "### Every search that was run\n\n" + markdown_table(head, rows)
