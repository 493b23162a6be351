"""Hours divided over several networks: all are through late instead of one after the other."""

from __future__ import annotations

import numpy as np

from sim.model.membership.joining import enter, go_to_work
from sim.model.tables import NONE, WEEK
from sim.model.week.hours import begin_week, study
from sim.verification.case import Check, Findings, case, near
from sim.verification.figures import band, dots, label, page
from sim.verification.limits.bare import empty_world

HOURS, WEEKS = 6.0, 4  # a week; that the reading of one network takes
NETWORKS = (1, 2, 3, 5, 8)


def mean_completion(networks: int, division: str) -> float:
    """Mean week in which the reading of a network is done, all of them of the same length."""
    names = [f"network {c}" for c in range(networks)]
    company = [{"name": name, "topic": "health", "updates": 0.0} for name in names]
    strategy = [{"name": "all", "companies": names, "hours": division}]
    law = {"most": 1.0, "induction": HOURS * WEEKS}
    w = empty_world(2, company=company, strategy=strategy, study=law).tables
    for c in range(networks):
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    w.life.hours[0], w.life.full_time[0] = HOURS, 0
    done = np.zeros(networks)
    for week in range(networks * WEEKS):
        begin_week(w, WEEK * week, 0, 2, 0)
        study(w, WEEK * week, 0, 2, 0)
        through = w.positions.backlog[:networks] < 1e-9
        done[through & (done == 0.0)] = week + 1
    return float(done.mean()) if done.all() else float("nan")


@case(
    "time-split",
    kind="identity",
    title="Hours split over k networks take 2k/(k+1) times as long",
    setup="k networks whose reading takes four weeks of all his hours each; in turn (main first), in equal shares, or "
    "by return while nothing is earned.",
    source="Arithmetic: in turn the mean week is 4 (k + 1) / 2, in equal shares 4k",
    tolerance="Exact, in both forms.",
)
def time_split(short: bool) -> Findings:
    """The mean week of completion by number of networks and division of hours."""
    checks: list[Check] = []
    got: dict[str, list[float]] = {}
    for division in ("main-first", "equal", "by-return"):
        got[division] = [mean_completion(networks, division) for networks in NETWORKS]
    for k, turn, split, by_return in zip(NETWORKS, *got.values(), strict=True):
        checks += [
            near(f"weeks in turn, {k} networks", turn, WEEKS * (k + 1) / 2, 0, "weeks"),
            near(f"weeks in equal shares, {k} networks", split, WEEKS * k, 0, "weeks"),
            near(f"ratio, {k} networks", split / turn, 2 * k / (k + 1), 1e-12),
            near(f"weeks by return, {k} networks", by_return, WEEKS * k, 0, "weeks"),
        ]
    figure, (left, right) = page(
        "Weeks until the reading of a network is done",
        "Mean over the networks of one person; the dashed lines are exact",
        "Each network's reading takes four weeks of all hours",
        columns=2,
    )
    k = np.linspace(1, 8, 60)
    for number, (division, weeks) in enumerate(list(got.items())[:2]):
        left.plot(k, 4 * (k + 1) / 2 if number == 0 else 4 * k, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)))
        dots(left, NETWORKS, weeks, "in turn" if division == "main-first" else "in equal shares", 2 * number)
    label(left, "networks, k", "mean weeks", "In turn, or all at once")
    band(right, k, 2 * k / (k + 1), 0.0, "2k / (k + 1)")
    dots(right, NETWORKS, np.array(got["equal"]) / np.array(got["main-first"]))
    label(right, "networks, k", "times as long", "What splitting costs", legend="lower right")
    return Findings(tuple(checks), figure)
