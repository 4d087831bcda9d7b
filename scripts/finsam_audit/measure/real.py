"""Copies of the shipped documents, an error planted in each printed number in turn."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from finsam_audit.measure.corpus import LAYOUT, Writer
from finsam_audit.measure.inject import MIX, Error, numbers, plant
from finsam_audit.measure.reports import Row
from finsam_audit.measure.score import Planted

CELL_KINDS = tuple(k for k in MIX if k not in ("printed_unit", "row_missing", "row_counted_twice", "stale_subtotal"))
INTEGERS = ("column_no", "number_no", "table_no")
BY_DOCUMENT = ("documents", "line_items", "tables", "table_columns", "document_sections", "goal_definitions")
IDS = {"associations": (0,), "members": (0,), "documents": (0, 1), "goal_definitions": (0, 1)}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shaped(name: str, rows: Sequence[dict[str, str]]) -> list[tuple[str, ...]]:
    columns = [c.split()[0] for c in LAYOUT[name].split(", ")]
    return [tuple(row.get(column, "") for column in columns) for row in rows]


def _line(row: dict[str, str]) -> Row:
    return Row(**{k: int(v) if k in INTEGERS else v for k, v in row.items()})  # type: ignore[arg-type]


def _suffixed(row: Sequence[object], name: str, suffix: str, document_id: str) -> list[object]:
    """Put the suffix behind the ids; a goal's id has the document's id in front."""
    result: list[object] = []
    for place, value in enumerate(row):
        text = str(value)
        if place not in IDS.get(name, (0,)):
            result.append(value)
        elif document_id and text.startswith(f"{document_id}/"):
            result.append(document_id + suffix + text[len(document_id) :])
        else:
            result.append(text + suffix)
    return result


def plant_here(rng: random.Random, rows: Sequence[Row], place: int) -> tuple[list[Row], Error] | None:
    """Plant an error of a drawn kind at a place; kinds that do not fit there are drawn again."""
    weights = {kind: MIX[kind] for kind in CELL_KINDS}
    while weights:
        kind = rng.choices(list(weights), list(weights.values()))[0]
        result = plant(rng, rows, [], kind, place)
        if result is not None:
            return result
        del weights[kind]
    return None


def write_real(root: Path, folder: Path, seed: int) -> tuple[dict[str, str], list[Planted]]:
    """Write the shipped documents and one copy of their association per printed number.

    Args:
        root: the project.
        folder: an existing empty folder.
        seed: which errors.

    Returns:
        dbt's variable `input_relations`, and the errors.

    """
    reference = {name: _read(root / f"seeds/reference/{name}.csv") for name in LAYOUT
                 if name not in ("line_items", "acknowledged_findings")}  # fmt: skip
    lines: dict[str, list[Row]] = {}
    owner = {row["document_id"]: row["association_id"] for row in reference["documents"]}
    years = {row["document_id"]: int(row["fiscal_year"]) for row in reference["documents"]}
    for document in owner:
        lines[document] = [_line(row) for row in _read(root / f"seeds/line_items/{document}.csv")]
    writer = Writer(folder)

    def add(association: str, suffix: str, document: str = "", changed: Sequence[Row] = ()) -> None:
        for name, rows in reference.items():
            if name in BY_DOCUMENT:
                mine = [row for row in rows if owner[row["document_id"]] == association]
            else:
                mine = [row for row in rows if row["association_id"] == association]
            keys = [row.get("document_id", "") for row in mine]
            shaped = zip(_shaped(name, mine), keys, strict=True)
            writer.rows(name, [_suffixed(row, name, suffix, key) for row, key in shaped], (), "")
        for other in [d for d in owner if owner[d] == association]:
            writer.rows("line_items", changed if other == document else lines[other], (0,), suffix)

    for association in sorted(set(owner.values())):
        add(association, "")
    planted: list[Planted] = []
    for document, rows in lines.items():
        for place in numbers(rows):
            rng = random.Random(f"real/{seed}/{document}/{place}")
            result = plant_here(rng, rows, place)
            if result is None:
                continue
            suffix = f"_e{len(planted):05d}"
            add(owner[document], suffix, document, result[0])
            planted.append(Planted(suffix, owner[document], max(years.values()), 1, result[1]))
    return writer.close(), planted
