"""What happens to a whole row: not printed though its total counts it, or printed twice."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from .events import Event, Layout, Table, layouts
from .relations import difference
from .system import Group


def row_events(group: Group, priors: Mapping[str, float], broken: Sequence[int]) -> Iterator[Event]:
    """Yield a row that is not there and a row that is there twice."""
    values = [cell.value for cell in group.cells]
    yield from _absent(group, priors, broken, values)
    for table, layout in layouts(group, broken).items():
        yield from _twice(group, priors, table, layout)


def _absent(group: Group, priors: Mapping[str, float], broken: Sequence[int], values: list[int]) -> Iterator[Event]:
    """Yield, per row of totals, the row that all its open sums lack.

    What it would say is open: the first amount costs what any amount costs, the row's other columns are of its size.
    """
    lacking: dict[tuple[int, int, int], dict[int, tuple[int, list[int]]]] = {}
    for n in broken:
        relation = group.relations[n]
        if relation.kind != "sum" or not relation.is_open:
            continue
        definition = relation.definitions[0]
        total = group.cells[definition.total]
        off = difference(relation.kind, definition, values)
        if off is None or total.amount is None:
            continue
        missing = round(off / total.step) * total.step
        row = lacking.setdefault((total.document, total.table, total.row), {})
        known, relations = row.setdefault(definition.total, (missing, []))
        if known == missing:
            relations.append(n)
    for columns in lacking.values():
        for chosen in [columns] if len(columns) == 1 else [columns, *({c: v} for c, v in columns.items())]:
            cost = -log(priors["row_not_printed"]) - log(priors["unknown"])
            cost -= (len(chosen) - 1) * log(priors["row_further_column"])
            place: list[object] = ["total"]
            for total_place, (missing, _) in sorted(chosen.items()):
                place += [group.cells[total_place].number, missing]
            exempts = tuple(sorted(n for _, relations in chosen.values() for n in relations))
            yield Event("row_not_printed", cost, (), 1, tuple(place), exempts)


def _twice(group: Group, priors: Mapping[str, float], table: Table, layout: Layout) -> Iterator[Event]:
    """Yield a row whose amounts repeat the row before it: the second does not count."""
    for first, second in pairwise(layout.rows):
        columns = [c for c in layout.columns if (first, c) in layout.at and (second, c) in layout.at]
        pairs = [(group.cells[layout.at[first, c]], group.cells[layout.at[second, c]]) for c in columns]
        if not any(b.amount for _, b in pairs) or any(a.amount != b.amount or a.sign != b.sign for a, b in pairs):
            continue
        moved = tuple((layout.at[second, c], 0) for c in columns if group.cells[layout.at[second, c]].amount)
        void = {
            n for cell, _ in moved for n in group.relations_of[cell]
            if group.relations[n].kind != "sum" and not group.relations[n].deviates
        }  # fmt: skip
        cost = -log(priors["printed_twice"]) + log(len(layout.rows))
        yield Event("printed_twice", cost, moved, 1, ("row", table[1], second), tuple(sorted(void)))
