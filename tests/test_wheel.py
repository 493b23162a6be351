"""What is in the wheel and the source archive; ``tests.pythons`` installs the wheel and uses it."""

from __future__ import annotations

import re
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.places import ROOT, SCENARIOS

hatchling = pytest.importorskip("hatchling.build")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Files of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        wheel = hatchling.build_wheel(str(folder))
    return set(zipfile.ZipFile(folder / wheel).namelist())


def test_the_wheel_holds_all_sources_and_nothing_else(names: set[str]) -> None:
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim").rglob("*.py")}
    kept = {name for name in names if not name.startswith(("sim/shipped/", "sim/pages/", "manyhats-"))}
    assert {name for name in kept if name.endswith(".py")} == sources
    assert {Path(name).suffix for name in kept - sources} <= {
        ".typed",
        ".css",
        ".html",
        ".jinja",
        ".js",
        ".json",
        ".toml",
    }
    assert "sim/py.typed" in kept


def test_the_wheel_holds_every_scenario(names: set[str]) -> None:
    scenarios = {
        f"sim/shipped/{path.relative_to(ROOT / 'scenarios').as_posix()}"
        for path in (SCENARIOS).rglob("*")
        if path.suffix in (".toml", ".py")
    }
    assert len(scenarios) == 50
    assert "sim/shipped/lesson/village.toml" in scenarios
    assert {name for name in names if name.startswith("sim/shipped/")} == scenarios


def test_the_wheel_holds_posterior_schema_and_pages(names: set[str]) -> None:
    kept = {"glossary", "replay", "calibration", "claims", "answer", "scenarios", "designs", "analysis", "ODD"}
    pages = {name for name in names if name.startswith("sim/pages/")}
    assert {f"sim/pages/{name}.md" for name in kept} | {"sim/pages/scenario.schema.json"} <= pages
    assert {"sim/pages/guide/lesson.md", "sim/pages/leitfaden/was-traegt.md"} <= pages
    docs = ROOT / "docs"
    assert pages <= {f"sim/pages/{path.relative_to(docs).as_posix()}" for path in docs.rglob("*")}
    assert {"sim/study/posterior.json", "sim/study/targets.toml"} <= names


def test_the_source_archive_can_run_its_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    archive = hatchling.build_sdist(str(tmp_path))
    with tarfile.open(tmp_path / archive) as found:
        inside = {name.partition("/")[2] for name in found.getnames()}
    wanted = {"Makefile", "requirements.lock", "README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "docs/ODD.md"}
    assert wanted <= inside
    for room in ("sim", "tests", "scenarios", "benchmarks"):
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*.py")}
        assert here <= inside


def test_the_page_of_the_package_stands_alone() -> None:
    """Links and pictures beside the page are not where an index of packages shows it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / project["readme"]).read_text(encoding="utf-8")
    assert re.findall(r"\]\((?!https?:)[^)]+\)", text) == []
    assert len(project["classifiers"]) >= 10


@pytest.mark.parametrize("name", ["requirements.lock", "docs/requirements.lock"])
def test_every_line_of_a_lock_pins_one_version(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.]+( ; python_version (<|>=) \"3\.\d+\")?")
    assert [line for line in lines if not pin.fullmatch(line)] == []
    assert lines == sorted(lines, key=str.casefold)
