"""What the command line does not leave to its surroundings: encodings, backends of figures, how notes look."""

from __future__ import annotations

import codecs
import gc
import json
import logging
import os
import sys
import unicodedata
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sim.core.errors import Notice
from sim.core.wording import visible

HANDLER = "manyhats-readable"
PACKAGE = Path(__file__).resolve().parents[1]
MADE_BEFORE_A_SEARCH = 50_000  # objects; what is imported stays, and searching it for garbage is a tenth of a start
STAND_INS = {
    **dict.fromkeys("−–—‑‐━─", "-"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    **{"…": "...", "·": "*", "•": "*", "×": "x", "±": "+-", "≥": ">=", "≤": "<=", "→": "->", "←": "<-", "│": "|"},
}
"""What stands for a character that an output cannot write, where Unicode names none."""


def settle() -> None:
    """Make output readable in any encoding, keep figures on files, and show notes as sentences."""
    gc.set_threshold(MADE_BEFORE_A_SEARCH, *gc.get_threshold()[1:])
    codecs.register_error(HANDLER, _readable)
    _outputs_at_hand()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)
    _figures_on_files()
    _notes_as_sentences()


def _outputs_at_hand() -> None:
    """Let what is told vanish where its output is closed; and keep its number from the next file that is opened."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the process


def stand_in(letter: str) -> str:
    """Return ASCII for a character: its like, its letter without marks, or its number as JSON writes it."""
    plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return STAND_INS.get(letter) or plain or json.dumps(letter)[1:-1]


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(stand_in, error.object[error.start : error.end])), error.end


def _figures_on_files() -> None:
    """Draw without asking a notebook's backend, or the settings of the folder's owner.

    Matplotlib reads ``matplotlibrc`` of the working directory first, whatever else it is told; so where there is one,
    it is imported from elsewhere at once. Otherwise it is imported when a figure is drawn.
    """
    os.environ["MPLBACKEND"] = "agg"
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # folders of settings that cannot be written
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        return
    data = Path(found.origin).parent / "mpl-data"
    os.environ["MATPLOTLIBRC"] = str(data / "matplotlibrc")
    if os.path.lexists("matplotlibrc") and data.is_dir():
        here = os.getcwd()
        os.chdir(data)
        try:
            import matplotlib  # noqa: F401 - reads its settings now
        finally:
            os.chdir(here)


def _notes_as_sentences() -> None:
    warnings.simplefilter("always", Notice)
    usual = warnings.showwarning
    if usual.__module__ == __name__:
        return

    def show(message: Warning | str, category: type[Warning], filename: str, *place: Any, **more: Any) -> None:
        ours = category is UserWarning and Path(filename).is_relative_to(PACKAGE)
        if ours or issubclass(category, Notice):
            sys.stderr.write(f"Note: {visible(str(message))}\n")
        else:
            usual(message, category, filename, *place, **more)

    warnings.showwarning = show
