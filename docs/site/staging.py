"""Lays out what Sphinx reads: the pages of ``docs`` as they are, but for their links, beside what the build wrote.

On a code host a link leads to a file, whatever its language and folder. In the site each language is built by itself,
so a link to a page of the other language becomes an address, and a link to any other file takes that file along.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docs.site.notebooks import as_notebook, is_notebook
from docs.site.tree import DOCS, MADE, ROOT, Language

FENCE = re.compile(r"^( *)(```+|~~~+).*?^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<=\]\()(?P<path>[^)#\s:]*)(?:#(?P<heading>[^)\s]*))?(?=\))")
FILES, ALONE = "files", "alone"
"""Folders of what is taken along: beside the pages, and pages that stand alone, which a browser opens as they are."""
PLAIN, WITH_HEADING = "there", "there-at"
"""Schemes of addresses of the site, as ``conf.py`` knows them: without and with a heading."""
TAKE_HOME = {"en": "Download this page as a notebook", "de": "Diese Seite als Notebook herunterladen"}
NOT_IN_WORDS = "[{code}] {page} links to {path}, which is in no part of docs/site/tree.toml."


class StagingError(Exception):
    """A page points to something that the site does not have."""


@dataclass(frozen=True)
class Stage:
    """Where the sources of one language are laid out.

    Attributes
    ----------
    folder
        Made anew.
    language
        Whose pages they are.
    everywhere
        All languages, this one among them.
    made
        What the build wrote: text by path in the tree.
    """

    folder: Path
    language: Language
    everywhere: list[Language]
    made: Mapping[str, str]

    def lay_out(self) -> dict[str, str]:
        """Write all pages; say for each which address the same page has in the other language."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        siblings = {}
        for page in (self.language.start, *self.language.pages()):
            text = self._text_of(page)
            name = self.language.name_of(page)
            if is_notebook(text):
                text = self._to_take_home(name, text)
            siblings[name.removesuffix(".md")] = self._sibling(page, text)
            text = outside_of_code(text, lambda part, page=page: LINK.sub(lambda link: self._led(page, link), part))
            if page == self.language.start:
                text += "".join(
                    toctree(part.caption, map(self.language.name_of, part.pages)) for part in self.language.parts
                )
            self._write(name, text)
        return siblings

    def _text_of(self, page: str) -> str:
        return self.made[page] if page.startswith(MADE) else (DOCS / page).read_text(encoding="utf-8")

    def _write(self, name: str, text: str) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def _to_take_home(self, name: str, text: str) -> str:
        """Lay a notebook beside its page; return the page with a link to it beneath its title."""
        file = f"{FILES}/{PurePosixPath(name).with_suffix('.ipynb')}"
        self._write(file, as_notebook(text))
        link = f"{{download}}`{TAKE_HOME[self.language.code]} <{self._relative(name, file)}>`"
        return re.sub(r"^(# .+)$", rf"\1\n\n{link}", text, count=1, flags=re.MULTILINE)

    def _home(self, path: str) -> Language | None:
        """The language that has a page, or None if no page has this path in docs."""
        return next((each for each in self.everywhere if path in (each.start, *each.pages())), None)

    def _sibling(self, page: str, text: str) -> str:
        """Address of the first page of another language that a page links to, else of where that language begins."""
        for link in LINK.finditer(text):
            path = beside(page, link["path"])
            there = self._home(path)
            if there is not None and there != self.language:
                return self._address(page, there, path)
        other = next(each for each in self.everywhere if each != self.language)
        return self._address(page, other, other.start)

    def _address(self, page: str, there: Language, path: str) -> str:
        here = PurePosixPath(self.language.address_of(page)).parent
        return os.path.relpath(there.address_of(path), here)

    def _led(self, page: str, link: re.Match[str]) -> str:
        """Where a link leads in the site."""
        path, heading = link["path"], link["heading"]
        if not path:
            return link[0]
        target = beside(page, path)
        there = self._home(target)
        at = f"#{heading}" if heading else ""
        if there is None:
            return self._brought(page, target) + at
        if there == self.language:
            return self._relative(page, self.language.name_of(target)) + at
        return f"{WITH_HEADING if at else PLAIN}:{self._address(page, there, target)}{at}"

    def _relative(self, page: str, name: str) -> str:
        return os.path.relpath(name, PurePosixPath(self.language.name_of(page)).parent)

    def _brought(self, page: str, target: str) -> str:
        """Take a file of the project along: pictures, pages that stand alone, others to be downloaded."""
        file = Path(os.path.normpath(DOCS / target))
        if file.suffix == ".md" or not file.is_file() or not file.is_relative_to(ROOT):
            raise StagingError(NOT_IN_WORDS.format(code=self.language.code, page=page, path=target))
        stands_alone = file.suffix == ".html"
        name = f"{FILES}/{file.relative_to(ROOT).as_posix()}"
        kept = self.folder / ALONE / name if stands_alone else self.folder / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, kept)
        relative = self._relative(page, name)
        return f"{PLAIN}:{relative}" if stands_alone else relative


def beside(page: str, path: str) -> str:
    """A path in docs, given as seen from a page; a page that the build writes sees what lies in docs itself."""
    return os.path.normpath(PurePosixPath(page.removeprefix(MADE)).parent / path)


def outside_of_code(text: str, change: Callable[[str], str]) -> str:
    """Change a page, but not its fenced blocks."""
    parts, last = [], 0
    for fence in FENCE.finditer(text):
        parts += [change(text[last : fence.start()]), fence[0]]
        last = fence.end()
    return "".join([*parts, change(text[last:])])


def toctree(caption: str, names: map[str]) -> str:
    """A part of the bar at the side."""
    lines = "\n".join(names)
    return f"\n```{{toctree}}\n:maxdepth: 1\n:caption: {caption}\n\n{lines}\n```\n"
