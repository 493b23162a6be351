"""Python's chance and the order of its sets."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.generators.twister import empty_places, in_set_order, next_below, next_uniform, next_word, twister


def test_words_are_those_of_the_published_program():
    # Matsumoto & Nishimura's mt19937ar.out: begun with 0x123, 0x234, 0x345, 0x456, as Python begins with this number.
    state = twister(random.Random(0x00000456_00000345_00000234_00000123))
    assert [next_word(state) for _ in range(5)] == [1067595299, 955945823, 477289528, 4107218783, 4228976476]


@settings(deadline=None)
@given(st.integers(0, 2**64 - 1), st.lists(st.one_of(st.none(), st.integers(1, 2**32 - 1)), max_size=20))
def test_draws_are_those_of_python(seed, asked):
    chance, state = random.Random(seed), twister(random.Random(seed))
    for n in asked * 60:  # 624 words and more
        if n is None:
            assert next_uniform(state) == chance.random()
        else:
            assert next_below(state, n) == chance.choice(range(n))


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**31), min_size=1, max_size=300, unique=True))
def test_numbers_come_as_a_set_hands_them_out(numbers):
    chosen, given_out = set(), np.array(numbers, np.uint32)
    for number in numbers:
        chosen.add(number)
    in_set_order(given_out, empty_places(len(numbers)))
    assert given_out.tolist() == [chosen.pop() for _ in numbers]


def test_so_do_a_thousand_crowded_ones():
    chance = random.Random(1)
    for count in (77, 308, 1000):
        numbers = chance.sample(range(3 * count), count)
        given_out = np.array(numbers, np.uint32)
        in_set_order(given_out, empty_places(count))
        chosen = set()
        for number in numbers:
            chosen.add(number)
        assert given_out.tolist() == list(chosen)
