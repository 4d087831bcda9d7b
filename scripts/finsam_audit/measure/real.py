"""Copies of the shipped documents: a slip in each printed number in turn, the other kinds in each table they fit."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from finsam_audit.measure.corpus import LAYOUT, Writer
from finsam_audit.measure.events import IN_TABLES, plant_event, tables_of
from finsam_audit.measure.inject import numbers, plant_drawn
from finsam_audit.measure.planted import Page, Planted, Spoilt
from finsam_audit.measure.reports import Row, Sum, TreeRow
from finsam_audit.project.csv_files import read_rows

INTEGERS = ("column_no", "number_no", "table_no")
BY_DOCUMENT = ("documents", "tables", "table_columns", "table_rows", "document_sections", "goal_definitions")
IDS = {"associations": (0,), "members": (0,), "documents": (0, 1), "goal_definitions": (0, 1)}


def _shaped(name: str, rows: Sequence[dict[str, str]]) -> list[tuple[str, ...]]:
    columns = [c.split()[0] for c in LAYOUT[name].split(", ")]
    return [tuple(row.get(column, "") for column in columns) for row in rows]


def _line(row: dict[str, str]) -> Row:
    return Row(**{k: int(row[k]) if k in INTEGERS else row[k] for k in Row._fields})  # type: ignore[arg-type]


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


def tree_of(rows: Sequence[dict[str, str]]) -> tuple[list[TreeRow], list[Sum]]:
    """Return the tree that a document's rows of table_rows hold, and the sums that follow from it."""
    tree: list[TreeRow] = []
    parts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        table, line, parent = int(row["table_no"]), row["source_line"], row["parent_line"]
        weight = int(row["weight"] or 1)
        tree.append(TreeRow(row["document_id"], table, line, row["role"], parent, weight))
        if parent and row["role"] in ("detail", "subtotal"):
            parts[table, parent][line] = weight
    return tree, [Sum(table, total, tuple(of), tuple(of.values())) for (table, total), of in parts.items()]


def plant_all(page: Page, seed: int) -> list[Spoilt]:
    """Plant a slip in every printed number of a document, and each other kind in every table that it fits."""
    document = page.rows[0].document_id
    spoilt: list[Spoilt | None] = []
    for place in numbers(page.rows):
        spoilt.append(plant_drawn(random.Random(f"real/{seed}/{document}/{place}"), page, [place]))
    for kind in IN_TABLES:
        for table in tables_of(page):
            spoilt.append(plant_event(random.Random(f"real/{seed}/{document}/{kind}/{table}"), page, kind, table))
    return [item for item in spoilt if item is not None]


def write_real(root: Path, folder: Path, plan: Callable[[Page], list[Spoilt]]) -> tuple[dict[str, str], list[Planted]]:
    """Write the shipped documents and one copy of their association per planted error.

    Args:
        root: the project.
        folder: an existing empty folder.
        plan: the spoilt pages of a document.

    Returns:
        dbt's variable `input_relations`, and the errors.

    """
    paths = {name: root / f"seeds/reference/{name}.csv" for name in LAYOUT if name != "line_items"}
    # a project may do without trees of rows
    reference = {name: read_rows(path) if path.exists() else [] for name, path in paths.items()}
    pages: dict[str, Page] = {}
    owner = {row["document_id"]: row["association_id"] for row in reference["documents"]}
    last = max(int(row["fiscal_year"]) for row in reference["documents"])
    for document in owner:
        rows = [_line(row) for row in read_rows(root / f"seeds/line_items/{document}.csv")]
        tree, sums = tree_of([row for row in reference["table_rows"] if row["document_id"] == document])
        pages[document] = Page(rows, sums, tree)
    writer = Writer(folder)

    def add(association: str, suffix: str, document: str = "", spoilt: Spoilt | None = None) -> None:
        moved = spoilt.moved if spoilt else None
        for name, rows in reference.items():
            if name not in (*BY_DOCUMENT, "acknowledged_findings"):
                mine = _shaped(name, [row for row in rows if row["association_id"] == association])
                writer.rows(name, [_suffixed(row, name, suffix, "") for row in mine], (), "")
        for other in [d for d in owner if owner[d] == association]:
            here = spoilt if other == document else None
            writer.rows("line_items", here.rows if here else pages[other].rows, (0,), suffix)
            for name in BY_DOCUMENT:
                mine = _shaped(name, [row for row in reference[name] if row["document_id"] == other])
                laid = moved.layout(name, mine) if here and moved else mine
                writer.rows(name, [_suffixed(row, name, suffix, other) for row in laid], (), "")
            # what is known of the report is known of its copy: a second slip beside it is another matter
            known = [row for row in reference["acknowledged_findings"] if row["finding_key"].startswith(f"{other}/")]
            name = "acknowledged_findings"
            writer.rows(name, [_suffixed(row, name, suffix, other) for row in _shaped(name, known)], (), "")

    for association in sorted(set(owner.values())):
        add(association, "")
    planted: list[Planted] = []
    for document, page in pages.items():
        for spoilt in plan(page):
            suffix = f"_e{len(planted):05d}"
            add(owner[document], suffix, document, spoilt)
            planted.append(Planted(suffix, owner[document], last, spoilt.error, spoilt.moved))
    return writer.close(), planted
