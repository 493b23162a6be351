"""What every compensation plan keeps: inherited by one test class a plan, and trees to try it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.registry import SHIPPED, names
from sim.model.membership.joining import go_to_work
from sim.model.membership.leaving import QUIT, depart, regroup
from sim.model.plans.buying import standings
from sim.model.plans.parameters import PlanKind
from sim.model.plans.tree import place_newcomers
from sim.model.tables import Tables
from sim.verification.downlines import bought, grown, paid, with_places
from tests.builders import copied, differing
from tests.trees import DAY, TOP

__all__ = ["PlanContract", "bought", "grown", "months", "paid", "python_of", "with_places"]
EXAMPLES = 40


def python_of(function: Callable[..., None]) -> Callable[..., None]:
    """A phase as plain Python; what it calls stays compiled."""
    return getattr(function, "py_func", function)


@st.composite
def months(draw: Any) -> dict[str, Any]:
    """A forest of up to 25 positions, customers, who of them begins to work, who leaves, and a month's purchases."""
    size = draw(st.integers(1, 25))
    sponsors: list[int] = []
    customers: list[int] = []
    for i in range(size):
        workers = [p for p in range(i) if p not in customers]
        sponsors.append(draw(st.sampled_from([TOP, *workers])))
        if sponsors[-1] != TOP and draw(st.integers(0, 4)) == 0:
            customers.append(i)
    out = draw(st.sets(st.integers(0, size - 1), max_size=size // 2))
    return {
        "sponsors": sponsors,
        "customers": customers,
        "out": out,
        "turned": {p for p in customers if p not in out and draw(st.booleans())},
        "volumes": draw(st.lists(st.integers(0, 50_000), min_size=size, max_size=size)),
        "qualified": draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)),
    }


class PlanContract:
    """Inherit, and say how the plan is declared.

    Attributes
    ----------
    kind, options
        The plan, and other values of the section ``plan`` to try it with.
    """

    kind: ClassVar[str]
    options: ClassVar[tuple[dict[str, Any], ...]] = ({},)

    def most(self, w: Tables, month: dict[str, Any], option: dict[str, Any]) -> float:
        """What the plan declares to pay out of a month's volume at most, in cents."""
        raise NotImplementedError

    def lived(self, month: dict[str, Any], option: dict[str, Any]) -> Tables:
        """The forest of a month after departures and purchases."""
        w = grown(month["sponsors"], month["customers"], kind=self.kind, **option)
        for p in sorted(month["out"]):
            depart(w, p, DAY - 1, QUIT)
        regroup(w)
        for p in sorted(month["turned"]):
            go_to_work(w, DAY - 1, p, 0)
        place_newcomers(w)
        stay = [p not in month["out"] for p in range(len(month["sponsors"]))]
        volumes = [volume * here for volume, here in zip(month["volumes"], stay, strict=True)]
        qualified = [yes * here for yes, here in zip(month["qualified"], stay, strict=True)]
        return bought(w, volumes, qualified)

    @given(month=months(), data=st.data())
    @settings(max_examples=EXAMPLES)
    def test_pays_no_more_than_it_declares_and_nothing_to_the_unqualified(
        self, month: dict[str, Any], data: st.DataObject
    ) -> None:
        option = data.draw(st.sampled_from(self.options))
        w = self.lived(month, option)
        got = paid(w, self.kind)
        size = len(month["sponsors"])
        assert got.min() >= 0
        assert got.sum() <= self.most(w, month, option) + 1e-6
        assert not got[:size][w.positions.qualified[:size] == 0].any()
        assert not got[sorted(month["out"])].any()
        assert w.positions.earned[:size].tolist() == got[:size].tolist()
        assert (w.accounts.active + w.accounts.passive)[:size].tolist() == got[:size].tolist()
        assert np.all((w.tally.first_commission[:size] == DAY) == (got[:size] > 0))

    @given(month=months(), data=st.data())
    @settings(max_examples=EXAMPLES)
    def test_repeatable_and_compiled_as_written(self, month: dict[str, Any], data: st.DataObject) -> None:
        w = self.lived(month, data.draw(st.sampled_from(self.options)))
        standings(w)
        twin, plain = copied(w), copied(w)
        pays, kind = SHIPPED.function("plan", self.kind), PlanKind.of(self.kind)
        pays(w, DAY, kind)
        pays(twin, DAY, kind)
        python_of(pays)(plain, DAY, kind)
        assert differing(w, twin) == []
        assert differing(w, plain) == []

    @given(month=months(), data=st.data())
    @settings(max_examples=EXAMPLES)
    def test_other_trees_opened_in_between_change_nothing(self, month: dict[str, Any], data: st.DataObject) -> None:
        """Each tree of the forest is paid as if it were alone: only the order inside a tree counts."""
        option = data.draw(st.sampled_from(self.options))
        got = paid(self.lived(month, option), self.kind)
        top = list(range(len(month["sponsors"])))
        for p, above in enumerate(month["sponsors"]):
            top[p] = p if above == TOP else top[above]
        order = sorted(range(len(top)), key=lambda p: (top[p], p))
        new = {p: k for k, p in enumerate(order)}
        sorted_month = {
            "sponsors": [TOP if month["sponsors"][p] == TOP else new[month["sponsors"][p]] for p in order],
            "customers": [new[p] for p in month["customers"]],
            "out": {new[p] for p in month["out"]},
            "volumes": [month["volumes"][p] for p in order],
            "qualified": [month["qualified"][p] for p in order],
            "turned": {new[p] for p in month["turned"]},
        }
        again = paid(self.lived(sorted_month, option), self.kind)
        assert [int(again[new[p]]) for p in range(len(top))] == got[: len(top)].tolist()

    def test_without_purchases_nothing_is_paid(self) -> None:
        for option in self.options:
            w = bought(grown([TOP, 0, 0, 1, 1], kind=self.kind, **option), [0] * 5, [1] * 5)
            assert not paid(w, self.kind).any()
            assert w.tally.first_commission.max() == -1

    def test_does_not_pay_for_another_plan(self) -> None:
        w = bought(grown([TOP, 0, 0, 1, 1], kind=self.kind, **self.options[0]), [10_000] * 5)
        standings(w)
        before = copied(w)
        for kind in set(names("plan")) - {self.kind}:
            SHIPPED.function("plan", kind)(w, DAY, PlanKind.of(kind))
        assert differing(w, before) == []
