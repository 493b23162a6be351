"""docs/why.md, made from the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.core.files import write_text
from sim.core.wording import enumerated
from sim.study.why import findings
from sim.study.why.pictures import write_pictures
from sim.study.why.record import RECORD, Why
from sim.verification.case import markdown_table

PAGE = "why.md"
TEXT = Path(__file__).with_name("page.md.jinja")
WORDS = {
    "holds": "holds",
    "turns": "**turns**",
    "fades": "is no longer clear",
    "appears": "becomes clear",
    "open": "stays open",
}


def page(why: Why) -> str:
    """Return the page."""
    import jinja2

    text = jinja2.Template(
        TEXT.read_text(encoding="utf-8"), keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    told: str = text.render({**_found(why), **_split(why), **_tables(why)})
    return "\n".join(line.rstrip() for line in told.splitlines()) + "\n"


def write_page(why: Why, docs: Path) -> list[Path]:
    """Write record, page and pictures into a folder of documents."""
    why.write(docs / RECORD)
    write_text(docs / PAGE, page(Why.read(docs / RECORD)))
    return [docs / RECORD, docs / PAGE, *write_pictures(why, docs)]


def written_from(docs: Path) -> str:
    """Return the page as the record in a folder gives it."""
    return page(Why.read(docs / RECORD))


def _found(why: Why) -> dict[str, Any]:
    one, two = why.ways
    return {
        "headline": findings.headline(why),
        "carried": findings.carried(why),
        "against": findings.against(why),
        "survives": findings.survives(why),
        "equal_anywhere": findings.equal_anywhere(why),
        "hangs_on": findings.hangs_on(why),
        "one": one,
        "two": two,
        **{name: why.about[name] for name in ("title", "entry", "days")},
    }


def _split(why: Why) -> dict[str, str]:
    told, names = why.decomposition, findings.rules_by_key()
    net, better = told["net"], told["better"]
    rows = [("without any of them", findings.money(net["rest"]), findings.share(better["rest"]))]
    rows += [
        (names[key].name, findings.money(each), findings.points(better["adds"][key]))
        for key, each in sorted(net["adds"].items(), key=lambda item: -abs(item[1][0]))
    ]
    rows += [("**with all of them**", findings.money(net["total"]), findings.share(better["total"]))]
    idle = [names[key].name for key in told["idle"]]
    low, high = (f"{100 * each:.0f}" for each in told["turnover"])
    orders = "all orders" if told["all"] else f"{told['orders']} sampled orders, each with its reverse"
    unsure = max((each for each in net["chance"].values() if each is not None), default=0.0)
    sampled = "" if told["all"] else f", which leaves each part unsure by up to {unsure:,.0f} (standard error)"
    return {
        "level": f"In the worlds themselves the combinations of rules have {low} to {high} % of its turnover.",
        "pairs": str(told["pairs"]),
        "drawn": "a draw from the posterior and a seed, a draw each"
        if why.about["draws"]
        else "seeds at the scenario's own values, since no draws from a posterior are shipped yet",
        "combinations": f"{told['coalitions']} combinations of rules, by {orders}{sampled}",
        "rules": markdown_table(("rule", "adds to the difference in net income", "people better off"), rows),
        "idle": f"Switched off in this scenario already, so that nothing hangs on them: {enumerated(idle)}.\n"
        if idle
        else "",
        "off": markdown_table(
            ("rule", "off means that", "why it may matter"),
            ((each.name, each.means, each.why) for each in names.values()),
        ),
    }


def _tables(why: Why) -> dict[str, str]:
    choices, names, turned = why.structure["choices"], findings.choices_by_key(), findings.dials_by_key()
    rows = [("as the scenario is", "", findings.money(why.structure["base"]), "", "100 %")]
    rows += [
        (
            names[key].name,
            names[key].means,
            findings.money(each["net"]),
            WORDS[each["verdict"]],
            _percent(each["turnover"]),
        )
        for key, each in choices.items()
    ]
    head = ("choice", "what holds", "difference in net income", "the headline", "turnover")
    equal = ((turned[key].name, findings.equal_at(why, key)) for key in why.breakeven["dials"])
    return {
        "structure": markdown_table(head, rows),
        "structure_left": _left({key: names[key].name for key in names}, why.structure["left_out"]),
        "equal": markdown_table(("what is turned", "where the two are equal"), equal),
        "equal_left": " " + _left({key: turned[key].name for key in turned}, why.breakeven["left_out"]).strip(),
        "ranges": _ranges(why),
        "places": "".join(f"- {sentence}\n" for sentence in findings.places(why)),
        "draws": _draws(why),
    }


def _ranges(why: Why) -> str:
    if why.ranges is None:
        return "No indices over the ranges were computed.\n"
    told, names = why.ranges, findings.dials_by_key()
    low, high = (_percent(each) for each in told["turnover"])
    rows = (
        (
            names[key].name,
            f"{names[key].levels[0]:g} to {names[key].levels[-1]:g}",
            _share(told["first"][key]),
            _share(each),
        )
        for key, each in sorted(told["total"].items(), key=lambda item: -item[1][0])
    )
    return (
        f"Over the ranges of the dials ({told['points']} points of {told['seeds']} seeds each, turnover restored by "
        f"the sum of what each dial needs by itself: 90 % of the points have {low} to {high} of the median) "
        f"“{why.ways[1]}” brings more at {_percent(told['wins'])} of the points. Shares of the variance of the "
        "difference (Sobol indices by SALib): alone, and with all interplay.\n\n"
        + markdown_table(("dial", "range", "alone", "with interplay"), rows)
        + "\nWhere which way wins, by a decision tree of at most three cuts, which stands in place of PRIM:\n"
    )


def _draws(why: Why) -> str:
    if why.draws is None:
        return (
            "No draws from a posterior are shipped yet, so that nothing is said about what is not known of the world.\n"
        )
    told = why.draws
    rows = ((f"`{key}`", _share(each)) for key, each in sorted(told["effects"].items(), key=lambda item: -item[1][0]))
    left = _percent(min(told["left"], 1.0))
    return (
        f"Over {told['draws']} draws from the posterior, whose parameters are correlated (Shapley effects of a "
        f"linear model: Lindeman, Merenda & Gold 1980; Owen & Prieur 2017): {left} of the variance "
        "is chance, or no straight line.\n\n" + markdown_table(("parameter", "share of the variance"), rows)
    )


def _left(names: Mapping[str, str], told: Mapping[str, str]) -> str:
    return " ".join(_sentences(names, told)) + ("\n" if told else "")


def _sentences(names: Mapping[str, str], told: Mapping[str, str]) -> Iterable[str]:
    return (f"{names[key][0].upper()}{names[key][1:]}: {why}" for key, why in told.items())


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _share(told: Iterable[float | None]) -> str:
    mean, low, high = told
    if mean is None or low is None or high is None:
        return "–"
    return f"{mean:.2f} ({low:.2f} to {high:.2f})".replace("-", "−")
