"""PDF files written by hand: small pages whose content stream stands in the test."""

import zlib
from collections.abc import Sequence
from pathlib import Path

from pdfminer.fontmetrics import FONT_METRICS

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}
Cells = Sequence[str]


def width(text: str, size: float = 9, font: str = "F1") -> float:
    """Return the width of a text."""
    widths = FONT_METRICS[FONTS[font]][1]
    return sum(widths.get(sign, 556) for sign in text) * size / 1000


def escaped(text: str) -> str:
    """Return a text as a string of a content stream."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def at(x: float, y: float, text: str, size: float = 9, font: str = "F1", extra: str = "") -> str:
    """Return the operators that set a text from a place on."""
    return f"BT {extra} /{font} {size} Tf {x:.2f} {y:.2f} Td ({escaped(text)}) Tj ET\n"


def ending(x: float, y: float, text: str, size: float = 9, font: str = "F1", extra: str = "") -> str:
    """Return the operators that set a text that ends at a place."""
    return at(x - width(text, size, font), y, text, size, font, extra)


def rows(
    lines: Sequence[Cells],
    rights: Sequence[float],
    top: float = 700,
    step: float = 16,
    left: float = 60,
    size: float = 9,
) -> str:
    """Return lines of a label and right-aligned cells, one under the other; labels that begin with * are bold."""
    out = ""
    for number, (label, *cells) in enumerate(lines):
        y = top - number * step
        font = "F2" if label.startswith("*") else "F1"
        out += at(left, y, label.lstrip("*"), size, font) if label.lstrip("*") else ""
        for x, cell in zip(rights, cells, strict=False):
            out += ending(x, y, cell, size, font) if cell else ""
    return out


def goals(step: float = 11, rules: bool = False, count: int = 3, top: float = 700) -> str:
    """Return a table of goals in words: cells over several lines, rows parted by rules or by nothing."""
    lines: list[tuple[Cells, ...]] = [
        (("M\xe5l", "Utfall", "Styrelsens bed\xf6mning"),),
        (("Verksamheten ska bedrivas inom", "Resultatet \xe4r 159 tkr", "Uppfyllt"), ("beslutad budget", "b\xe4ttre")),
        (("Eget kapital ska vara h\xf6gst 20 procent", "27,9 procent", "Uppfyllt"), ("av medlemsbidragen",)),
        (("Minst 240 personer ska delta", "252 personer", "Uppfyllt"),),
    ]
    out, y = "", top
    for row in lines[: count + 1]:
        for n, line in enumerate(row):
            y -= step if n == 0 or not rules else 11
            out += "".join(at(x, y, cell) for x, cell in zip((60, 280, 420), line, strict=False) if cell)
        if rules:
            out += f"0.5 w 60 {y - step / 3:.2f} m 540 {y - step / 3:.2f} l S\n"
    return out


STATEMENT: list[Cells] = [
    ("", "Not", "2024", "2023"),
    ("Verksamhetens int\xe4kter", "2", "12 805", "13 685"),
    ("Verksamhetens kostnader", "3", "-12 014", "-11 901"),
    ("*Verksamhetens resultat", "", "791", "1 784"),
    ("Finansiella int\xe4kter", "", "60", "59"),
    ("*\xc5rets resultat", "", "851", "1 843"),
]
RIGHTS = (300, 380, 460)


def pdf(
    path: Path,
    *contents: str,
    page: str = "/MediaBox [0 0 595 842]",
    resources: str = "",
    objects: Sequence[str] = (),
    catalog: str = "",
    font: str = "/Encoding /WinAnsiEncoding",
) -> Path:
    """Write a file with a page for each content stream; further objects are numbered from 10 on."""
    bodies: dict[int, bytes] = {1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("latin-1")}
    for number, (name, base) in enumerate(FONTS.items(), 3):
        bodies[number] = f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Name /{name} {font} >>".encode()
    for number, body in enumerate(objects, 10):
        bodies[number] = body.encode("latin-1")
    first = 10 + len(objects)
    fonts = " ".join(f"/{name} {number} 0 R" for number, name in enumerate(FONTS, 3))
    kids = []
    for place, content in enumerate(contents):
        data = zlib.compress(content.encode("latin-1"))
        number = first + 2 * place
        kids.append(f"{number} 0 R")
        bodies[number] = (
            f"<< /Type /Page /Parent 2 0 R {page} /Contents {number + 1} 0 R "
            f"/Resources << /Font << {fonts} >> {resources} >> >>"
        ).encode("latin-1")
        head = f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode()
        bodies[number + 1] = head + data + b"\nendstream"
    bodies[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return write(path, bodies)


def write(path: Path, bodies: dict[int, bytes]) -> Path:
    """Write numbered objects as a file."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in sorted(bodies.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    last = max(bodies)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        out += f"{places.get(number, 0):010d} 00000 {'n' if number in places else 'f'} \n".encode()
    out += f"trailer << /Size {last + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path
