"""Tables with their own trees: those of the shipped documents, and those of a folder of keys."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finsam_audit.project.csv_files import read_rows

Key = tuple[int, int, str]
"""A cell: line, column, and the unit class of what stands there."""
Relation = dict[Key, int]
SHARES = ("share", "ratio", "consumed")
NO_AMOUNT = ("note_number", "date", "verdict", "target")


@dataclass(slots=True)
class Cell:
    """One print of a table."""

    line: int
    column: int
    number: int
    measure: str
    period: str
    kind: str
    unit: str
    value: int
    step: int
    true_value: int


@dataclass(slots=True)
class Sample:
    """A table with its own tree: relations among its cells that its author knows to hold."""

    name: str
    rows: list[tuple[int, str]]
    columns: list[tuple[int, str, str, str]]
    cells: list[Cell]
    sums: list[tuple[str, Relation]] = field(default_factory=list)

    def text(self, words: Sequence[Sequence[str]], is_true: bool) -> str:
        """Return the table in the wire format, as printed or with the true values put back."""
        cells = [
            [
                c.line,
                c.column,
                c.number,
                c.measure,
                c.period,
                c.kind,
                c.unit,
                c.true_value if is_true else c.value,
                c.step,
            ]
            for c in self.cells
        ]
        return json.dumps({"rows": self.rows, "columns": self.columns, "cells": cells, "words": words})

    def values(self, is_true: bool) -> dict[Key, tuple[int, int]]:
        """Return value and step of every cell that stands alone in its place."""
        found: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        for c in self.cells:
            found[c.line, c.column, unit_class(c)].append((c.true_value if is_true else c.value, last_digit(c)))
        return {key: cells[0] for key, cells in found.items() if len(cells) == 1}


def unit_class(cell: Cell) -> str:
    """Return whether a print is money, a count or a percentage."""
    if cell.measure in SHARES or cell.unit == "percent":
        return "percent"
    return "count" if cell.measure == "count" or cell.unit == "count" else "money"


def last_digit(cell: Cell) -> int:
    """Return what the last digit of a print is worth: nothing for dashes and counts."""
    return cell.step if cell.kind == "number" and unit_class(cell) != "count" else 0


def thousandths(text: str) -> int:
    """Return a decimal text as whole thousandths."""
    return round(float(text or 0) * 1000)


def step_of(printed: str) -> int:
    """Return what the last digit of a print is worth, in thousandths."""
    decimals = re.search(r"[0-9],([0-9]+)", printed)
    return 1000 // 10 ** min(3, len(decimals[1])) if decimals else 1000


def from_keys(folder: Path) -> Iterator[Sample]:
    """Yield the tables of a folder of keys, `*.cells.csv`: a row per print with table, row, column, parent_row."""
    for path in sorted(folder.glob("*.cells.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number in dict.fromkeys(row["table"] for row in rows):
            yield _from_key(f"{path.name.split('.')[0]}/{number}", [row for row in rows if row["table"] == number])


def _from_key(name: str, rows: list[dict[str, str]]) -> Sample:
    labels: dict[int, str] = {}
    headings: dict[int, tuple[int, str, str, str]] = {}
    cells: list[Cell] = []
    parents: dict[Key, int] = {}
    for row in rows:
        if row["kind"] not in ("money", "count", "percent", "dash") or row["measure"] in ("target", "note_number"):
            continue
        line, column = int(row["row"]), int(row["column"])
        measure = row["measure"]
        if row["unit"] == "percent" and measure not in SHARES:
            measure = "ratio"
        value = thousandths(row["value"]) if row["value"] else 0
        true = value
        if row["true_printed"] and row["kind"] != "dash":
            true = thousandths(re.sub(r"[^0-9,.\-]", "", re.sub("[−–]", "-", row["true_printed"])).replace(",", "."))
        labels.setdefault(line, row["label"])
        headings.setdefault(column, (column, row["column_heading"], measure, row["period"]))
        number = 1 + sum(c.line == line and c.column == column for c in cells)
        kind = "dash" if row["kind"] == "dash" else "number"
        cell = Cell(
            line, column, number, measure, row["period"], kind, row["unit"], value, step_of(row["printed"]), true
        )
        cells.append(cell)
        if row["parent_row"] and row["role"] not in ("of_which", "memo"):
            parents[line, column, unit_class(cell)] = int(row["parent_row"])
    sample = Sample(name, sorted(labels.items()), sorted(headings.values()), cells)
    values = sample.values(True)
    down: dict[Key, Relation] = defaultdict(dict)
    for (line, column, unit), parent in parents.items():
        if unit != "percent" and (line, column, unit) in values:
            down[abs(parent), column, unit][line, column, unit] = -1 if parent < 0 else 1
    sample.sums = [("down", terms | {total: -1}) for total, terms in down.items() if total in values]
    sample.sums += [("across", relation) for relation in _across(sample, values)]
    return sample


def _across(sample: Sample, values: dict[Key, tuple[int, int]]) -> Iterator[Relation]:
    """Yield what the measures and headings of the columns say must hold along each row, in the sign that holds."""
    by_measure: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, _, measure, period in sample.columns:
        by_measure[measure, period].append(number)
    wanted: list[tuple[int, tuple[int, ...]]] = []
    for (measure, period), columns in by_measure.items():
        if len(columns) != 1:
            continue
        rest = {
            "net": ("income", "cost"), "net_budget": ("income_budget", "cost_budget"),
            "deviation": ("actual", "budget"), "net_deviation": ("net", "net_budget"),
            "income_deviation": ("income", "income_budget"), "cost_deviation": ("cost", "cost_budget"),
        }.get(measure, ())  # fmt: skip
        for names in (rest, ("net", "net_budget") if measure == "deviation" else ()):
            found = [by_measure.get((name, period), []) for name in names]
            if found and all(len(place) == 1 for place in found):
                wanted.append((columns[0], tuple(place[0] for place in found)))
    sexes = [(n, h) for n, h, m, _ in sample.columns if m == "count"]
    for total, heading in sexes:
        if re.search(r"(Totalt|Summa|Alla|Samtliga)$", heading) and "Kvinnor" not in heading:
            before = [n for n, h in sexes if n < total and re.search(r"(Kvinnor|Män|Annan/okänd)$", h)]
            last = [n for n in before if not any(n < o < total for o, h in sexes if re.search(r"(Totalt|Summa)$", h))]
            if len(last) > 1:
                wanted.append((total, tuple(last)))
    for total, places in wanted:
        for line, _ in sample.rows:
            for unit in ("money", "count"):
                cells: list[Key] = [(line, place, unit) for place in places]
                if (line, total, unit) not in values or not all(cell in values for cell in cells):
                    continue
                bound = sum(values[cell][1] for cell in (*cells, (line, total, unit)))
                signs: Sequence[tuple[int, ...]] = (
                    ((1, 1), (1, -1), (-1, 1)) if len(cells) == 2 else ((1,) * len(cells),)
                )
                for sign in signs:
                    sum_of = sum(s * values[cell][0] for s, cell in zip(sign, cells, strict=True))
                    if 2 * abs(values[line, total, unit][0] - sum_of) <= bound:
                        yield dict(zip(cells, sign, strict=True)) | {(line, total, unit): -1}
                        break


def from_seeds(items: Iterable[dict[str, str]], columns: Iterable[dict[str, str]],
               rows: Iterable[dict[str, str]]) -> Iterator[Sample]:  # fmt: skip
    """Yield the tables of documents that have a tree, with the sums of it that hold as printed."""
    parents: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        parents[row["document_id"], row["table_no"]].append(row)
    headings: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for column in columns:
        headings[column["document_id"], column["table_no"]].append(column)
    printed: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for item in items:
        key = (item["document_id"], item["table_no"])
        if key in parents and key in headings and item["measure"] not in NO_AMOUNT:
            printed[key].append(item)
    for key, prints in printed.items():
        yield _from_seed("/".join(key), prints, headings[key], parents[key])


def _from_seed(name: str, items: list[dict[str, str]], columns: list[dict[str, str]],
               rows: list[dict[str, str]]) -> Sample:  # fmt: skip
    known = {int(column["column_no"]) for column in columns}
    cells: list[Cell] = []
    labels: dict[int, str] = {}
    for item in items:
        if int(item["column_no"]) not in known:
            continue
        kind, value, step = read_print(item["printed"])
        cell = Cell(int(item["source_line"]), int(item["column_no"]), int(item["number_no"]), item["measure"],
                    item["period"], kind, item["unit"], value, step, value)  # fmt: skip
        cells.append(cell)
        labels.setdefault(cell.line, item["label"])
    sample = Sample(
        name,
        sorted(labels.items()),
        sorted(
            (int(c["column_no"]), c["heading"], c["measure"], c["period"])
            for c in columns
            if c["measure"] not in NO_AMOUNT
        ),
        cells,
    )
    values = sample.values(True)
    sums: dict[tuple[str, Key], Relation] = defaultdict(dict)
    for row in rows:
        if row["parent_line"] and row["role"] in ("detail", "subtotal", "total"):
            for line, column, unit in values:
                if line == int(row["source_line"]) and unit != "percent":
                    sums["down", (int(row["parent_line"]), column, unit)][line, column, unit] = int(row["weight"])
    for heading in columns:
        if heading["parent_column"]:
            for line, column, unit in values:
                if column == int(heading["column_no"]) and unit != "percent":
                    total = (line, int(heading["parent_column"]), unit)
                    sums["across", total][line, column, unit] = int(heading["weight"])
    for (kind, total), terms in sums.items():
        if total not in values:
            continue
        difference = values[total][0] - sum(w * values[k][0] for k, w in terms.items())
        if 2 * abs(difference) <= values[total][1] + sum(values[k][1] for k in terms):
            sample.sums.append((kind, terms | {total: -1}))
    return sample


def read_print(printed: str) -> tuple[str, int, int]:
    """Return kind, value and step of a print, as far as a measurement needs it: the first number of the cell."""
    text = re.sub("[−–—]", "-", re.sub(r"[\u00a0\u2009\u202f]", " ", printed)).strip()
    if not text:
        return "blank", 0, 0
    found = re.search(r"([-+]?) ?([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(,[0-9]+)?", text)
    if found is None:
        return "dash", 0, 0
    value = thousandths(found[2].replace(" ", "") + (found[3] or "").replace(",", "."))
    return "number", -value if found[1] == "-" else value, step_of(text)


def shipped(root: Path) -> list[Sample]:
    """Return the tables with trees of the shipped documents and of the synthetic association."""
    reference, fixture = root / "seeds/reference", root / "tests/fixtures/provstad"
    items = [row for path in sorted((root / "seeds/line_items").glob("*.csv")) for row in read_rows(path)]
    own = from_seeds(items, read_rows(reference / "table_columns.csv"), read_rows(reference / "table_rows.csv"))
    made = from_seeds(*(read_rows(fixture / f"{name}.csv") for name in ("line_items", "table_columns", "table_rows")))
    return [*own, *made]


def tree_words(root: Path) -> list[list[str]]:
    """Return the words that rows and columns say what they are with."""
    return [[row["phrase"], row["match"], row["says"]] for row in read_rows(root / "seeds/reference/tree_words.csv")]
