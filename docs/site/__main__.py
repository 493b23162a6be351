"""Builds the site: ``python -m docs.site``, which ``make docs`` calls. Ends with 1 if a link is broken.

With ``--no-pictures`` no scenario is rehearsed for the gallery; with ``--quick`` no world is lived at all, so that
notebooks are shown without what they print.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from docs.site.gallery import Gallery
from docs.site.links import Site
from docs.site.reference import pages as reference
from docs.site.staging import Stage
from docs.site.tree import DOCS, ROOT, languages
from sim.core.sources import PACKAGE, digest

WORK, SITE = ROOT / "build" / "site", ROOT / "site"


def main(words: Sequence[str]) -> int:
    """Lay the pages out, build each language, and look through what was built."""
    began, quick = time.monotonic(), "--quick" in words
    plain = quick or "--no-pictures" in words
    say("Gallery" if plain else "Gallery, kept in build/site/gallery")
    gallery = Gallery(WORK / "gallery", None if plain else WORK / "pictures")
    made = {**reference(), "made/gallery.md": gallery.page()}
    shutil.rmtree(SITE, ignore_errors=True)
    html = WORK / "html"
    for language in languages():
        say(f"Pages in {language.code}")
        stage = Stage(WORK / "source" / language.code, language, languages(), made)
        if not build(language.code, stage.folder, html / language.code, stage.lay_out(), quick):
            return 1
        shutil.copytree(html / language.code, SITE / language.out, dirs_exist_ok=True)
    faults = list(Site(SITE).faults())
    say("\n".join([*faults, f"{len(faults)} faults."]) if faults else "Every link inside the site leads somewhere.")
    say(f"{SITE.relative_to(ROOT)}/index.html, after {time.monotonic() - began:.0f} s")
    return bool(faults)


def build(code: str, source: Path, target: Path, siblings: Mapping[str, str], quick: bool) -> bool:
    """Let Sphinx build one language; every warning is an error."""
    sources = digest(sorted(PACKAGE.rglob("*.py")))[:12]
    told = {
        "MANYHATS_SITE_LANGUAGE": code,
        "MANYHATS_SITE_SIBLINGS": json.dumps(siblings),
        "MANYHATS_SITE_NOTEBOOKS": "off" if quick else "cache",
        "PYTHONWARNINGS": "ignore:IProgress not found",  # there is nobody to see a bar
        "MANYHATS_SITE_RUNS": str(WORK / "notebooks" / sources),
    }
    words = ["-q", "-W", "--keep-going", "-b", "html", "-c", DOCS / "site", "-d", WORK / "trees" / code, source, target]
    done = subprocess.run([sys.executable, "-m", "sphinx", *words], env={**os.environ, **told}, cwd=ROOT, check=False)
    return done.returncode == 0


def say(text: str) -> None:
    """Tell how far it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
