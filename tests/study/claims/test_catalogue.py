from __future__ import annotations

from pathlib import Path

import pytest

from sim.study.claims.catalogue import catalogue, chosen, claimed
from sim.study.claims.errors import ClaimError

KNOWN = {name: Path(f"{name}.toml") for name in ("A1", "A2", "A10")}


def test_claims_are_found_by_their_id_and_ordered_by_number(tmp_path: Path) -> None:
    for name in ("A10", "B1", "A9"):
        (tmp_path / f"x{name}.toml").write_text(f'[claim]\nid = "{name}"\n', encoding="utf-8")
    (tmp_path / "base.toml").write_text('title = "no claim"\n', encoding="utf-8")
    assert list(catalogue(tmp_path)) == ["A9", "A10", "B1"]
    (tmp_path / "again.toml").write_text('[claim]\nid = "A9"\n', encoding="utf-8")
    with pytest.raises(ClaimError, match="both state the claim A9"):
        catalogue(tmp_path)


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match=r"holds no scenario with a \[claim\]"):
        catalogue(tmp_path)


def test_some_are_chosen_and_an_unknown_one_is_named_with_the_nearest() -> None:
    assert list(chosen(KNOWN, [])) == ["A1", "A2", "A10"]
    assert list(chosen(KNOWN, ["a10", "A1"])) == ["A1", "A10"]
    with pytest.raises(ClaimError) as caught:
        chosen(KNOWN, ["A11"])
    assert str(caught.value) == 'There is no claim A11 ("A1", "A2" or "A10"). Did you mean "A1"?'


def test_a_scenario_without_a_claim_is_refused() -> None:
    with pytest.raises(ClaimError, match=r"has no \[claim\]"):
        claimed(Path("scenarios/base.toml"))
