from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.core.errors import LONGEST, in_one_line, may_be_users


def test_only_a_ctrl_c_in_the_main_thread_may_be_the_users() -> None:
    assert may_be_users(KeyboardInterrupt())
    assert not may_be_users(SystemExit())
    with ThreadPoolExecutor(1) as elsewhere:
        assert not elsewhere.submit(may_be_users, KeyboardInterrupt()).result()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("a\n  b\t c"), "ValueError: a b c"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (SystemExit(3), "SystemExit: 3"),
        (OSError(2, "gone"), "OSError: [Errno 2] gone"),
        (ValueError("\x1b[2J"), "ValueError: \\x1b[2J"),
    ],
)
def test_an_error_is_one_line(error: BaseException, told: str) -> None:
    assert in_one_line(error).replace("FileNotFoundError", "OSError") == told


def test_a_long_error_is_cut() -> None:
    assert len(in_one_line(ValueError("x" * 1_000))) == LONGEST
