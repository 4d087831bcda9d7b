"""Every seed row that was transcribed from a text is compared with it, cell by cell."""

import csv
import hashlib
import re
from pathlib import Path

import pytest
from association import ROOT

MARKUP = re.compile(r"</?[bi]>|\*+")


def rows(document_id: str) -> list[dict[str, str]]:
    """Return the seed rows of a document."""
    with (ROOT / f"seeds/line_items/{document_id}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def transcribed() -> list[dict[str, str]]:
    """Return the documents whose source is a text, line by line; in other files the intake accounts for the digits."""
    with (ROOT / "seeds/reference/documents.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    return [of for of in listed if all(row["source_line"].isdigit() for row in rows(of["document_id"]))]


DOCUMENTS = transcribed()


def test_the_first_reports_are_transcribed() -> None:
    assert len(DOCUMENTS) >= 5


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d["document_id"] for d in DOCUMENTS])
def test_source_is_the_one_transcribed(document: dict[str, str], sources: Path) -> None:
    text = (sources / document["source_file"]).read_bytes()
    assert hashlib.sha256(text).hexdigest() == document["sha256"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d["document_id"] for d in DOCUMENTS])
def test_every_row_stands_in_its_cell(document: dict[str, str], sources: Path) -> None:
    lines = (sources / document["source_file"]).read_text(encoding="utf-8").split("\n")
    wrong = []
    for row in rows(document["document_id"]):
        cells = lines[int(row["source_line"]) - 1].split("\t")
        column = int(row["column_no"])
        cell = MARKUP.sub("", cells[column]).strip() if column < len(cells) else ""
        if row["printed"] not in cell or (not row["printed"] and cell):
            wrong.append((row["source_line"], column, row["printed"], cell))
    assert wrong == []


def leftover_groups(line: str, printed: list[str]) -> list[str]:
    """Return the digit groups of a line, in order, less those that its line items print."""
    groups = re.findall(r"\d+", MARKUP.sub("", line))
    for text in printed:
        for group in re.findall(r"\d+", text):
            groups.remove(group)
    return groups


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d["document_id"] for d in DOCUMENTS])
def test_every_digit_group_is_a_line_item_or_accounted_for(document: dict[str, str], sources: Path) -> None:
    lines = (sources / document["source_file"]).read_text(encoding="utf-8").split("\n")
    printed: dict[int, list[str]] = {}
    for row in rows(document["document_id"]):
        printed.setdefault(int(row["source_line"]), []).append(row["printed"])
    ranges: set[int] = set()
    groups: dict[int, list[str]] = {}
    with (ROOT / "seeds/reference/not_line_items.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["document_id"] == document["document_id"]:
                if row["digit_groups"]:
                    groups[int(row["first_line"])] = row["digit_groups"].split()
                else:
                    ranges.update(range(int(row["first_line"]), int(row["last_line"]) + 1))
    unaccounted: dict[int, tuple[list[str], list[str]]] = {}
    invented: dict[int, tuple[list[str], list[str]]] = {}
    for number, line in enumerate(lines, 1):
        left = leftover_groups(line, printed.get(number, []))
        expected = groups.get(number, [])
        if number in ranges:
            assert not printed.get(number), f"line {number} has line items and is listed as having none"
        elif sorted(left) != sorted(expected):
            (unaccounted if left else invented)[number] = (left, expected)
    assert unaccounted == {}
    assert invented == {}
