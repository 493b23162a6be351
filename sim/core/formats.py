"""What a file is, by its first bytes: the encoding of a text, or a form that is no text."""

from __future__ import annotations

BINARY = {
    b"PK\x03\x04": "a zip archive, as Excel and LibreOffice write them",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"PAR1": "a Parquet table",
    b"ARROW1": "an Arrow table",
    b"SQLite format 3\0": "an SQLite database",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "a NumPy array",
    b"\x1f\x8b": "packed by gzip",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"\x28\xb5\x2f\xfd": "packed by Zstandard",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"{\\rtf": "a document in RTF",
}
MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def wide_encoding(head: bytes) -> str | None:
    """Name the encoding of a text that spends two or four bytes on a letter; None for any other.

    Parameters
    ----------
    head
        Beginning of a file.
    """
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), None)
    if marked or b"\0" not in head:
        return marked
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    return "UTF-16" if 10 * max(even, odd) > 9 * half and 10 * min(even, odd) < half else None


def binary_form(head: bytes) -> str | None:
    """Say what a file is that is no text; None if it may be text.

    Parameters
    ----------
    head
        How it begins.
    """
    found = next((what for mark, what in BINARY.items() if head.startswith(mark)), None)
    return found or ("binary, not text" if b"\0" in head else None)
