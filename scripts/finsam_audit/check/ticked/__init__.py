"""The ticked copy: the report itself with a mark at every number, its own content untouched."""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError
from pypdf.errors import PyPdfError

from finsam_audit.check.ticked.docx import PLACE as DOCX_PLACE
from finsam_audit.check.ticked.docx import ticked_docx
from finsam_audit.check.ticked.marks import Mark
from finsam_audit.check.ticked.pdf import ticked_pdf
from finsam_audit.check.ticked.xlsx import ticked_xlsx

Ticker = Callable[[bytes, Sequence[Mark]], bytes]
# what each format is marked by; a text has no place for marks
TICKERS: dict[str, Ticker] = {"pdf": ticked_pdf, "docx": ticked_docx, "xlsx": ticked_xlsx}


def unmarked(kind: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that a copy cannot bear: those at footnotes of a Word document."""
    return [mark for mark in marks if kind == "docx" and not DOCX_PLACE.fullmatch(mark.place)]


class NotTickedError(Exception):
    """A file takes no marks; its text is the name of the message that says why."""


def ticked(path: Path, kind: str, marks: Sequence[Mark]) -> bytes:
    """Return a file with marks at its numbers.

    Raises:
        NotTickedError: its format takes none, or the file is locked or damaged in a way that its reader did not mind.

    """
    if kind not in TICKERS:
        raise NotTickedError("ticks_format")
    try:
        return TICKERS[kind](path.read_bytes(), marks)
    except (NotImplementedError, PyPdfError, BadZipFile, XMLSyntaxError, ExpatError) as error:
        raise NotTickedError("ticks_locked") from error
