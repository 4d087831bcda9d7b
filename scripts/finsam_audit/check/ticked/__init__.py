"""The ticked copy: the report itself with a mark at every number, its own content untouched."""

from collections.abc import Callable, Sequence
from pathlib import Path

from finsam_audit.check.ticked.docx import ticked_docx
from finsam_audit.check.ticked.marks import Mark
from finsam_audit.check.ticked.pdf import ticked_pdf
from finsam_audit.check.ticked.xlsx import ticked_xlsx

Ticker = Callable[[bytes, Sequence[Mark]], bytes]
# what each format is marked by; a text has no place for marks
TICKERS: dict[str, Ticker] = {"pdf": ticked_pdf, "docx": ticked_docx, "xlsx": ticked_xlsx}


def ticked(path: Path, kind: str, marks: Sequence[Mark]) -> bytes | None:
    """Return a file with marks at its numbers, or nothing for a format that takes none."""
    ticker = TICKERS.get(kind)
    return ticker(path.read_bytes(), marks) if ticker else None
