"""What is expected of figures is what their surfaces are, and never decides what a posterior is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.study.calibration.closeness import Closeness
from sim.study.calibration.foreseeing import LEAST, Surface, probits

CLOSENESS = Closeness(("profit", "gini"))
NAMES = CLOSENESS.names


@pytest.fixture(scope="module")
def surface() -> Surface:
    chance = np.random.default_rng(2)
    shares = chance.random((400, 2))
    one, two = probits(shares).T
    logits = -1.1 + 0.5 * one + 0.3 * one * two + chance.normal(0.0, 0.1, 400)
    figures = pd.DataFrame({"profit": 1 / (1 + np.exp(-logits)), "gini": 0.92 + 0.01 * two})
    figures.loc[::7, "gini"] = np.nan  # not measured there
    return Surface.fitted(shares, figures, NAMES)


def test_a_surface_finds_the_quadratic_it_was_fitted_to_and_its_noise(surface: Surface) -> None:
    assert surface.scales == ("logit", "logit")
    terms = surface.coefficients[:, 0].tolist()  # constant, two parameters, squares and the product
    assert terms == pytest.approx([-1.1, 0.5, 0.0, 0.0, 0.3, 0.0], abs=0.03)
    assert np.sqrt(surface.leftover[0, 0]) == pytest.approx(0.1, rel=0.15)


def test_figures_that_are_no_shares_keep_their_scale() -> None:
    shares = np.random.default_rng(3).random((60, 1))
    figures = pd.DataFrame({"profit": 2.0 + probits(shares)[:, 0], "gini": 0.9})
    surface = Surface.fitted(shares, figures, NAMES)
    assert surface.scales == ("plain", "logit")
    assert surface.coefficients[:2, 0].tolist() == pytest.approx([2.0, 1.0], abs=0.01)


def test_the_chance_is_that_of_worlds_imagined_there(surface: Surface) -> None:
    places = np.array([[0.5, 0.5], [0.999, 0.5], [0.5, 0.5]])
    near, far, again = surface.chance(places, CLOSENESS, 0.05)
    assert near == again  # so that a density can be asked for later
    assert near > 0.5
    assert far == LEAST
    assert (surface.chance(places, CLOSENESS, 50.0) == 1.0).all()


def test_it_can_be_told_and_read_again(surface: Surface) -> None:
    again = Surface.of(surface.told())
    assert (again.names, again.scales) == (surface.names, surface.scales)
    assert again.coefficients == pytest.approx(surface.coefficients, abs=1e-3)
    assert again.is_over(2)
    assert not again.is_over(3)
    with pytest.raises(ValueError, match="another shape"):
        Surface.of({**surface.told(), "scales": ["logit"]})
    with pytest.raises(ValueError, match="nobody published"):
        Surface.of({**surface.told(), "names": ["profit", "charm"]})
