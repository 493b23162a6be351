"""What a document shows and points to: fenced blocks, commands, links, headings."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

COMMANDS = ("manyhats", "make")
SHELLS = ("sh", "bash", "console", "shell", "")


@dataclass(frozen=True)
class Document:
    """A Markdown file.

    Parameters
    ----------
    path
        Where it is.
    """

    path: Path

    @property
    def text(self) -> str:
        """Its content."""
        return self.path.read_text(encoding="utf-8")

    @property
    def tokens(self) -> list[Token]:
        """Its parts, those inside of lines included."""
        blocks = MarkdownIt("commonmark").enable("table").parse(self.text)
        return [part for block in blocks for part in (block, *(block.children or ()))]

    def fenced(self, *languages: str) -> list[str]:
        """Fenced blocks in one of the languages."""
        return [part.content for part in self.tokens if part.type == "fence" and part.info.strip() in languages]

    @property
    def commands(self) -> list[list[str]]:
        """Commands of ours in fenced blocks, split into words, without prompts and comments."""
        lines = [line for block in self.fenced(*SHELLS) for line in block.replace("\\\n", " ").splitlines()]
        calls = [line.strip().removeprefix("$ ").removeprefix(".venv/bin/") for line in lines if called(line)]
        return [shlex.split(call, comments=True) for call in calls]

    @property
    def targets(self) -> set[str]:
        """Targets of make that it names, in blocks or between backticks."""
        code = [part.content for part in self.tokens if part.type in ("fence", "code_inline")]
        return {name for text in code for name in re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b", text)}

    @property
    def headings(self) -> list[str]:
        """Texts of its headings."""
        tokens = self.tokens
        return [tokens[i + 1].content for i, part in enumerate(tokens) if part.type == "heading_open"]

    @property
    def links(self) -> list[str]:
        """Where its links and pictures lead, unless out of the project."""
        found = [part.attrGet("href") or part.attrGet("src") for part in self.tokens]
        found += re.findall(r"(?:src|href)=\"(.+?)\"", self.text)
        return [str(link) for link in found if link and not re.match(r"[a-z]+:", str(link))]


def called(line: str) -> bool:
    """Whether a line of a block is a call of one of our commands."""
    return bool(re.match(rf"\s*(\$ )?(\.venv/bin/)?({'|'.join(COMMANDS)})( |$)", line))


def anchor(heading: str) -> str:
    """The name under which a heading can be linked to."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
