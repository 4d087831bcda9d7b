"""What a file is, by its content, and whether it is safe to open: size, packing, encryption, entities."""

import re
import zipfile
import zlib
from pathlib import Path

from finsam_audit.intake.messages import Refuse, refusal
from finsam_audit.intake.words import constant
from finsam_audit.project.files import can_be, shortened

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# a row of dashes between bars under a heading: what makes a table of Markdown
# (what is passed once is not tried again: the time grows with the length of a line, not with its square)
DELIMITER = re.compile(
    r"^(?:[^\S\n]|>)*+\|?[^\S\n]*+:?-++:?[^\S\n]*+(?:\|[^\S\n]*+:?-++:?[^\S\n]*+)+\|?[^\S\n]*+$", re.MULTILINE
)
# a picture in the text itself, as converters write it
DATA = re.compile(r"data:[\w/+.;=-]{0,100},[A-Za-z0-9+/=%]*+")
BEGIN, END = "<!--", "-->"
MEGABYTE = 1_000_000
# code pages of eight bits, the commonest first
CODE_PAGES = ("cp1252", "cp850", "mac_roman")
ENCRYPTED_FLAG = 1


def format_of(path: Path, language: str) -> str:
    """Return docx, xlsx, pdf, markdown or text.

    Raises:
        UserError: the file cannot be read, and why.

    """
    refuse = refusal(path, language)
    content = content_of(path, language)
    head = content[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(OLD_OFFICE):
        raise refuse("encrypted" if ENCRYPTED in content else "old_office")
    if head.startswith(PICTURES):
        raise refuse("picture")
    if head.startswith(b"PK"):
        return _package(path, refuse)
    if head.startswith((b"{\\rtf", b"<!DOCTYPE html", b"<html")):
        raise refuse("wrong_kind")
    most = constant("largest_text")
    if len(content) > most * MEGABYTE:
        raise refuse("too_large", size=-(-len(content) // MEGABYTE), most=round(most))
    text = decode(content)
    if text is None:
        raise refuse("wrong_kind")
    if not text.strip():
        raise refuse("empty")
    body = shown(text)
    longest = int(constant("longest_line"))
    for number, line in enumerate(body.splitlines(), 1):
        if len(line) > longest:
            raise refuse("long_line", line=number, count=len(line), most=longest)
    return "markdown" if DELIMITER.search(body) or "<table" in body.lower() else "text"


def content_of(path: Path, language: str) -> bytes:
    """Return what a file holds.

    Raises:
        UserError: it is missing, empty or larger than any report.

    """
    refuse = refusal(path, language)
    if not can_be(path):
        raise refusal(shortened(path), language)("no_file")
    if not path.is_file():
        raise refuse("not_a_file" if path.exists() else "no_file")
    size = path.stat().st_size
    if size == 0:
        raise refuse("empty")
    most = int(constant("largest_file"))
    if size > most * MEGABYTE:
        raise refuse("too_large", size=-(-size // MEGABYTE), most=most)
    return path.read_bytes()


def _package(path: Path, refuse: Refuse) -> str:
    """Return what a package of Office is; it is unpacked only as far as is safe."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
                raise refuse("encrypted")
            most = int(constant("largest_unpacked"))
            if sum(entry.file_size for entry in entries) > most * MEGABYTE or len(entries) > constant("most_parts"):
                raise refuse("too_much", most=most)
            if "content.xml" in names:
                raise refuse("open_document")
            found = next((kind for part, kind in PARTS.items() if part in names), None)
            if found is None:
                raise refuse("wrong_kind")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with package.open(entry) as part:
                        start = part.read(4096)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or "<!DOCTYPE".encode("utf-16-le") in start:
                        raise refuse("hostile")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise refuse("damaged", why=type(error).__name__) from error
    return found


def shown(text: str) -> str:
    """Return a text without its comments and without pictures that stand in it as letters; lines keep their numbers."""
    kept, end = [], 0
    while (begin := text.find(BEGIN, end)) >= 0 and (close := text.find(END, begin + len(BEGIN))) >= 0:
        kept += [text[end:begin], "\n" * text.count("\n", begin, close)]
        end = close + len(END)
    return DATA.sub("data:", "".join([*kept, text[end:]]))


def decode(content: bytes) -> str | None:
    """Return the text of a file in the encoding that its bytes show, or nothing where it is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _text(content, encoding)
    nulls = content.count(0)
    if nulls:
        # text of Western letters in two bytes has a zero in every second one
        even, odd = content[::2].count(0), content[1::2].count(0)
        if max(even, odd) < 0.3 * len(content) / 2 or min(even, odd) > 0.05 * len(content) / 2:
            return None
        return _text(content, "utf-16-le" if odd > even else "utf-16-be")
    return _text(content, "utf-8") or _text(content, _eight_bits(content))


def _eight_bits(content: bytes) -> str:
    """Return the code page whose Swedish letters a text without Unicode has more of."""
    counts = {page: sum(content.count(sign) for sign in "åäöÅÄÖ".encode(page)) for page in CODE_PAGES}
    return max(CODE_PAGES, key=lambda page: counts[page])


def _text(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding, errors="strict" if encoding.startswith("utf") else "replace")
    except UnicodeDecodeError:
        return None
    controls = sum(1 for sign in text if sign < " " and sign not in "\t\n\r\f\v\x1a")
    return text if controls <= len(text) // 200 else None
