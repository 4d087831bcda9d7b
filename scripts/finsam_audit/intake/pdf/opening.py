"""Opening a file: what is no PDF, is protected, damaged or made to exhaust a reader is told in one line."""

import io
import itertools
import re
import sys
import zlib
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef, resolve1

from finsam_audit.intake.formats import content_of
from finsam_audit.intake.messages import refusal
from finsam_audit.intake.pdf.constants import constant

STREAM = re.compile(rb"stream\r?\n")


class _Document(PDFDocument):
    """A document whose references end: the library follows one that leads back to itself for ever."""

    def getobj(self, objid: int) -> Any:
        """Return an object, never a reference.

        Raises:
            PDFObjectNotFound: it is not there, or is a reference that comes back to itself.

        """
        followed = {objid}
        found = super().getobj(objid)
        while isinstance(found, PDFObjRef):
            if found.objid in followed:
                raise PDFObjectNotFound(objid)
            followed.add(found.objid)
            found = super().getobj(found.objid)
        return found


def swells(data: bytes) -> bool:
    """Return whether a packed stream of the file unpacks to more than any real one does."""
    most = int(constant("most_stream_mb") * 1e6)
    return any(unpacked_size(data, match.end(), most) > most for match in STREAM.finditer(data))


def unpacked_size(data: bytes, start: int, most: int, levels: int = 3) -> int:
    """Return how much a stream unpacks to, packed streams inside it too; stop above a limit."""
    if data[start : start + 1] not in (b"\x78", b"\x58", b"\x48", b"\x68", b"\x18", b"\x08", b"\x38", b"\x28"):
        return 0
    machine, size, head, at = zlib.decompressobj(), 0, b"", start
    step = 1 << 20
    try:
        while size <= most and not machine.eof:
            piece = machine.unconsumed_tail or data[at : at + step]
            if not machine.unconsumed_tail:
                at += step
            if not piece:
                break
            out = machine.decompress(piece, step)
            size += len(out)
            if len(head) < step:
                head += out
    except zlib.error:
        return size
    if levels > 1 and head[:1] == b"\x78" and size <= most:
        return max(size, unpacked_size(head, 0, most, levels - 1))
    return size


def opened(path: Path, language: str) -> tuple[PDFDocument, list[PDFPage]]:
    """Return the document and its pages, or tell in one line why there is none."""
    refuse = refusal(path, language)
    data = content_of(path, language)
    if b"%PDF" not in data[:1024]:
        raise refuse("wrong_kind")
    if swells(data):
        raise refuse("too_much", most=round(constant("most_stream_mb")))
    most = int(constant("most_pages"))
    try:
        document = _Document(PDFParser(io.BytesIO(data)))
        check_tree(document, most)
        pages = list(itertools.islice(PDFPage.create_pages(document), most + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise refuse("encrypted") from None
    except Exception as error:
        # the library lets every kind of error through on damaged files
        raise refuse("damaged", why=type(error).__name__) from None
    if len(pages) > most:
        raise refuse("too_many_pages", most=most)
    if not pages:
        raise refuse("no_pages")
    return document, pages


def check_tree(document: PDFDocument, most: int) -> None:
    """Refuse a tree of pages that is deeper than the library can follow or that never ends."""
    steps, level, waiting = 0, 0, [document.catalog.get("Pages")]
    while waiting:
        level += 1
        following: list[Any] = []
        for node in waiting:
            steps += 1
            content = resolve1(node)
            kids = resolve1(content.get("Kids")) if isinstance(content, dict) else None
            following += kids if isinstance(kids, list) else []
        if steps > 20 * most or level > sys.getrecursionlimit() // 20:
            raise RecursionError
        waiting = following
