"""Grids of the PDF reader against keys of cells, before anything is mapped: measure_pdf_grids.py FOLDER [FILE ...].

A cell is right where the line with its label has its number at its place among the numbers of the row. Keys are
`<name>.cells.csv` beside `<name>.pdf`, with table, row, column, label, printed, value and kind.
"""

import csv
import difflib
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from finsam_audit.intake.blocks import Cell, Grid
from finsam_audit.intake.pdf_reader import read_pdf

NUMBER = re.compile(
    r"\(?[-\u2010-\u2015\u2212+]?\s?\d{1,3}(?:[\s.]\d{3})+(?!\d)(?:,\d+)?\)?"
    r"|\(?[-\u2010-\u2015\u2212+]?\d+(?:,\d+)?\)?|^[-\u2010-\u2015\u2212]$"
)
KINDS = ("money", "count", "percent", "threshold", "dash")
FACE = ("income_statement", "balance_sheet", "cash_flow")


@dataclass
class Score:
    """What was found of a key."""

    cells: int = 0
    right: int = 0
    face: int = 0
    face_right: int = 0
    others: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def value(text: str) -> float | None:
    """Return a printed number as a number."""
    plain = re.sub("[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", text))
    match = re.search(r"\d[\d.]*(?:,\d+)?", plain)
    if match is None:
        return 0.0 if plain == "-" else None
    amount = float(re.sub(r"\.(?=\d{3}(?:\D|$))", "", match.group()).replace(",", "."))
    return -amount if plain.startswith("-") or re.match(r"^\(\d[^%]*\)$", plain) else amount


def numbers(cell: Cell) -> list[float]:
    """Return the numbers of a cell in order."""
    return [number for match in NUMBER.finditer(cell.text) if (number := value(match.group())) is not None]


def lines_of(path: Path) -> tuple[list[tuple[str, list[float]]], tuple[object, ...]]:
    """Return the rows of all grids as label and numbers, references to notes left out."""
    document = read_pdf(path)
    found = []
    for block in document.blocks:
        if not isinstance(block, Grid):
            continue
        notes = {c.column for line in block.lines for c in line.cells if c.text.lower() in ("not", "noter")}
        for line in block.lines:
            label = next((" ".join(cell.text.split()) for cell in line.cells if cell.column == 0), "")
            cells = [cell for cell in line.cells if cell.column > 0 and cell.column not in notes]
            is_head = line.is_header or (not label and all(re.search(r"(?:19|20)\d\d", c.text) for c in cells))
            if cells and not is_head:
                found.append((label, [number for cell in cells for number in numbers(cell)]))
    return found, document.unread


def score(path: Path, key: list[dict[str, str]]) -> Score:
    """Return how much of a key the reader's grids hold."""
    lines, _ = lines_of(path)
    free = list(range(len(lines)))
    found = Score()
    rows: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in key:
        if row.get("kind", "money") in KINDS and row.get("measure") != "note_number":
            rows.setdefault((row["table"], row["row"], row["label"]), []).append(row)
    for (table, at, label), cells in rows.items():
        cells.sort(key=lambda row: int(row["column"]))
        wanted = [float(row["value"]) for row in cells]
        like = [number for number in free if alike(lines[number][0], label)]
        best = max(
            like,
            key=lambda number: sum(abs(a - b) < 1e-6 for a, b in zip(wanted, lines[number][1], strict=False)),
            default=None,
        )
        got = lines[best][1] if best is not None else []
        if best is not None:
            free.remove(best)
        for number, row in enumerate(cells):
            if row.get("kind") == "dash":
                continue
            is_face = row.get("statement", "") in FACE
            is_right = number < len(got) and abs(got[number] - wanted[number]) < 1e-6
            found.cells += 1
            found.right += is_right
            found.face += is_face
            found.face_right += is_face and is_right
            if not is_right:
                found.wrong.append(f"table {table} row {at} {label!r}: {row['printed']}, line {got}")
    found.others = [f"{lines[number][0]!r} {lines[number][1]}" for number in free if any(lines[number][1])]
    return found


def alike(a: str, b: str) -> bool:
    """Return whether two labels are one but for hyphens and spaces."""
    return difflib.SequenceMatcher(None, a.lower()[:60], b.lower()[:60]).ratio() >= 0.8


def main() -> None:
    """Print the score of each file and of all."""
    folder, only = Path(sys.argv[1]), sys.argv[2:]
    total = Score()
    for path in sorted(folder.glob("*.pdf")):
        key_path = path.with_suffix(".cells.csv")
        if (only and path.stem not in only) or not key_path.exists():
            continue
        with key_path.open(encoding="utf-8", newline="") as file:
            key = list(csv.DictReader(file))
        start = time.monotonic()
        one = score(path, key)
        print(
            f"{path.stem}: {one.right} of {one.cells} cells, {one.face_right} of {one.face} in the statements, "
            f"{len(one.others)} other rows, {time.monotonic() - start:.1f} s"
        )
        for text in one.wrong + [f"other {text}" for text in one.others]:
            print(f"  {text}")
        total.cells, total.right = total.cells + one.cells, total.right + one.right
        total.face, total.face_right = total.face + one.face, total.face_right + one.face_right
    print(f"all: {100 * total.right / (total.cells or 1):.1f} %, {100 * total.face_right / (total.face or 1):.1f} %")


if __name__ == "__main__":
    main()
