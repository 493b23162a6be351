"""The report: a table of all verdicts, then a section a claim with its figure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from sim.analysis.drawing import style
from sim.analysis.headline import Map
from sim.analysis.plots.headline import headline
from sim.study.judging.figure import figure
from sim.study.judging.told import Told
from sim.study.judging.values import outcome_of

HERE = Path(__file__).parent
STYLE = HERE.parents[1] / "analysis" / "report" / "style.css"
MAPPED = "A17"
CLASSES = {
    "supported": "yes",
    "supported only where": "partly",
    "not supported": "no",
    "undecided": "open",
    "not enough worlds": "open",
}


def page(claims: list[Told], model: str, maps: Sequence[Map] = ()) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    claims
        Entries of ``verdicts.json``.
    model
        The version of the model that is there now; entries of another one are marked.
    maps
        The headline, shown with the claim that it is about.
    """
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html").render(
        style=Markup(STYLE.read_text(encoding="utf-8") + (HERE / "page.css").read_text(encoding="utf-8")),
        claims=[_claim(each, model) for each in claims],
        maps=[_embedded(headline(each)) for each in maps],
        mapped=MAPPED,
        quick=any(each["quick"] for each in claims),
        counts=_counts(claims),
        model=model,
    )


def _claim(claim: Told, model: str) -> Told:
    return claim | {
        "look": CLASSES[claim["verdict"]],
        "stale": claim["model"] != model,
        "picture": picture(claim),
        "holds": holding(claim),
        "tests": [_test(each) for each in claim["tests"]],
    }


def picture(claim: Told) -> str:
    """Return the claim's figure as a data URI."""
    return _embedded(figure(claim))


def _embedded(drawn: Figure) -> str:
    return f"data:image/svg+xml;base64,{b64encode(style.image(drawn, 'svg')).decode()}"


def holding(claim: Told) -> str:
    """Say in how many plausible settings the questions of a claim hold: from the weakest to the strongest."""
    shares = sorted(each["sensitivity"]["share"] for each in claim["tests"] if each["sensitivity"])
    if not shares:
        return "–"
    ends = [f"{share:.0%}".replace("%", " %") for share in (shares[0], shares[-1])]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _test(test: Told) -> Told:
    outcome, sign = outcome_of(test["outcome"]), test["kind"] != "level"
    return test | {
        "look": CLASSES[test["verdict"]],
        "rows": [
            _row(outcome, test, row, control, sign=sign)
            for row, control in zip(test["regions"], test["control"]["regions"], strict=True)
        ],
        "moved": moved(test),
        "matters_text": f"{test['matters']:.0%} of what it is compared with".replace("%", " %")
        if test["relative"]
        else outcome.write(test["matters"], sign=sign).lstrip("+"),
    }


def _row(outcome: Any, test: Told, row: Told, control: Told, *, sign: bool) -> Told:
    shift = 0.0 if sign else test["value"]

    def written(each: Told) -> str:
        known = [each[name] for name in ("estimate", "low", "high")]
        if known[0] is None:
            return "nothing to measure"
        mean, low, high = outcome.write_all([float("nan") if v is None else v + shift for v in known], sign=sign)
        return f"{mean} ({low} to {high}{outcome.suffix(sign=sign)})"

    return {
        "named": row["named"],
        "state": row["state"],
        "seeds": row["seeds"],
        "own": written(row),
        "off": written(control),
    }


def moved(test: Told) -> str:
    """Name the parameters that move a test most: two, with their rank correlations."""
    found = (test["sensitivity"] or {"moved": []})["moved"][:2]
    texts = [
        f"{each['name']} ({each['correlation']:+.2f}{', may be chance' if each['chance'] else ''})".replace("-", "−")
        for each in found
    ]
    return " and ".join(texts)


def _counts(claims: list[Told]) -> list[tuple[str, int]]:
    counts = [(verdict, sum(each["verdict"] == verdict for each in claims)) for verdict in CLASSES]
    return counts if counts[-1][1] else counts[:-1]
