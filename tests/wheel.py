"""What an installed package does anywhere: run by ``tests.pythons`` in an empty folder, without the sources at hand."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("manyhats")
SMALL = (
    "--seeds",
    "1",
    "--workers",
    "1",
    "--set",
    "time.days=60",
    "--set",
    "design.focal_entry=0",
    "--set",
    "design.focal_people=4",
)


def manyhats(*arguments: str, code: int = 0) -> str:
    """Run the command and return what it printed."""
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != code:
        sys.exit(f"manyhats {' '.join(arguments)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def expect(wanted: str, found: str) -> None:
    """End with what was found unless it holds what was wanted."""
    if wanted not in found:
        sys.exit(f"expected {wanted!r} in:\n{found}")


def main(tests: Path) -> None:
    """Try the package, and print one line."""
    import sim

    assert Path(sys.prefix) in Path(sim.__file__).parents, sim.__file__
    expect(f"manyhats {sim.__version__}", manyhats("--version"))
    expect("focus_or_diversify", manyhats("scenarios"))
    expect("Calibrating needs pyABC", manyhats("calibrate", code=2))
    expect("A19", manyhats("claims", "--list"))
    expect("Glossary", manyhats("explain", "glossary.md"))
    expect("See downline.", manyhats("explain", "team"))
    expect("--show-completion", manyhats("--help"))
    expect("wrote", manyhats("scenarios", "--copy", "claims/a06_events"))
    Path("mine.toml").write_text('extends = "manyhats:base"\ntitle = "mine"\n')
    for name in ("a06_events.toml", "mine.toml"):
        expect(f"{name} is fine", manyhats("check", name))
    manyhats("batch", "focus_or_diversify", *SMALL, "--set", "population.people=400", "--out", "out")
    assert len(list(Path("out/plots").glob("*.png"))) > 8
    expect("--data or MANYHATS_DATA", manyhats("verify", "replay-ht09", "--short", "--workers", "1"))
    shutil.copytree(tests, "tests", ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, "")
    from tests.reference import frozen, lived

    assert lived() == frozen(), "the reference run has other bytes here"
    (stored,) = Path("out/runs").glob("*.parquet")
    digest = hashlib.sha256(stored.read_bytes()).hexdigest()[:12]
    print(f"scenarios, claims, a batch (digest {digest}) and the reference run to the bit")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
