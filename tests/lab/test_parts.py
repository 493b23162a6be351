from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

from sim.lab.parts import aside, read_frame, stack, write_frame, write_json


def test_a_file_is_there_completely_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.txt"
    with aside(path) as draft:
        draft.write_text("old")
        assert not path.exists()
    with suppress(ZeroDivisionError), aside(path) as draft:
        draft.write_text("half of the ne")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert [file.name for file in path.parent.iterdir()] == ["x.txt"]


def test_json_is_readable(tmp_path: Path) -> None:
    write_json(tmp_path / "x.json", {"who": "Jøsang", "path": Path("a")})
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == '{\n  "who": "Jøsang",\n  "path": "a"\n}\n'


def test_frames_come_back_and_have_the_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"point": [0, 1], "net_income": np.array([2**60, -1]), "credibility": [0.1, np.nan]})
    for name in ("a", "b"):
        write_frame(tmp_path / name, frame.copy())
    pd.testing.assert_frame_equal(read_frame(tmp_path / "a"), frame)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_empty_frames_do_not_blur_types() -> None:
    full = pd.DataFrame({"recruits": [1], "focal": [True]})
    stacked = stack([full.iloc[:0].astype(object), full])
    assert stacked.dtypes.astype(str).tolist() == ["int64", "bool"]
    assert list(stack([full.iloc[:0]]).columns) == ["recruits", "focal"]
