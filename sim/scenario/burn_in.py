"""Which worlds are the same until the people studied enter: they share a burn-in."""

from __future__ import annotations

import hashlib
import json

from sim.model.talk.parameters import Pitch
from sim.scenario.schema import Scenario, of_a_run

OF_THE_STUDIED = ("focal_people", "focal_window", "focal_hours")


def burn_in(scenario: Scenario) -> str:
    """Name the burn-in of a scenario: what everybody lives before the people studied are drawn.

    Scenarios with the same name are the same world, seed by seed, up to that morning: they differ at most in the
    strategy under study, in strategies that nobody else follows, in who is studied and how many hours they have.

    Returns
    -------
    str
        64 hexadecimal digits; empty if there is none, or if rules of the user's own, which may look at anything, have a
        part in the days.
    """
    design = scenario.design
    own = scenario.own.phases or any(each.pitch not in Pitch.words() for each in scenario.strategy)
    if design.worlds != "focal" or design.focal_entry == 0 or own:
        return ""
    table = of_a_run(scenario)
    for key in OF_THE_STUDIED:
        del table["design"][key]
    followed = {name for name, weight in design.background.items() if weight > 0.0} or {scenario.strategy[0].name}
    table["strategy"] = [each if each["name"] in followed else each["name"] for each in table["strategy"]]
    posts = [len(each.companies) > 1 for each in scenario.strategy if each.cross_post != "never"]
    words = json.dumps([table, bool(posts), any(posts)], sort_keys=True)  # groups are read then, and people met there
    return hashlib.sha256(words.encode()).hexdigest()
