"""What is searched, and the quantiles of priors."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.scenario.vary import Guess
from sim.study.calibration.space import Searched, changed, searched
from tests.builders import scenario

EVEN = Searched(Guess("x.y", 1.0, 3.0, False, "uniform", 1.0, 3.0), "", whole=False)
LOG = Searched(Guess("x.y", 0.01, 1.0, False, "log-uniform", 0.01, 1.0), "", whole=False)
WHOLE = Searched(Guess("x.y", 2.0, 8.0, True, "uniform", 2.0, 8.0), "", whole=True)


def test_quantiles_of_priors() -> None:
    assert [EVEN.at(share) for share in (0.0, 0.5, 1.0)] == [1.0, 2.0, 3.0]
    assert [LOG.at(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([0.01, 0.1, 1.0])
    assert WHOLE.at(0.4) == 4.0
    assert LOG.share(0.1) == pytest.approx(0.5)
    assert EVEN.share(9.0) == 1.0


def test_values_are_written_with_three_digits_inside_the_prior() -> None:
    assert EVEN.written(1.23456) == 1.23
    assert EVEN.written(3.0001) == 3.0
    assert WHOLE.written(4.4) == 4.0


def test_every_searched_parameter_is_a_guess_with_a_reason() -> None:
    space = searched()
    assert 8 <= len(space) <= 16
    assert all(each.why for each in space)
    assert all(each.guess.least < each.guess.most for each in space)


def test_what_is_no_guess_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('[time.days]\nwhy = "?"\n')
    with pytest.raises(
        UserError, match=r"^time\.days cannot be searched: it is no parameter with a plausible range\.$"
    ):
        searched(tmp_path / "x.toml")


def test_values_of_companies_are_those_of_all_products() -> None:
    made = changed(scenario(), {"company.materials": 7.0, "conversation.most_per_day": 3.0})
    assert {float(company.materials) for company in made.company} == {7.0}
    assert made.conversation.most_per_day == 3
