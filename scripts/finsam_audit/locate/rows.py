"""What happens to a whole row: not printed though its total counts it, or printed twice."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from .events import Event, Layout, Table, layouts
from .plausibility import Surroundings, plausibility, surroundings
from .relations import difference
from .system import Group


def row_events(group: Group, priors: Mapping[str, float], broken: Sequence[int]) -> Iterator[Event]:
    """Yield a row that is not there and a row that is there twice."""
    values = [cell.value for cell in group.cells]
    yield from _absent(group, priors, broken, values)
    for table, layout in layouts(group, broken).items():
        yield from _twice(group, priors, table, layout)


def _absent(group: Group, priors: Mapping[str, float], broken: Sequence[int], values: list[int]) -> Iterator[Event]:
    """Yield, per row of totals, the row that all its open sums lack; one column of it, or all that lack something."""
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
            place: list[object] = ["total"]
            exempts: set[int] = set()
            for total_place, (missing, relations) in sorted(chosen.items()):
                place += [group.cells[total_place].number, missing]
                exempts.update(relations, _lacks_too(group, broken, values, total_place, missing))
            cost = _cost_absent(group, priors, {total: missing for total, (missing, _) in sorted(chosen.items())})
            yield Event("row_not_printed", cost, (), 1, tuple(place), tuple(sorted(exempts)))


def _lacks_too(group: Group, broken: Sequence[int], values: list[int], total: int, missing: int) -> Iterator[int]:
    """Yield the broken relations that add up rows of the same column and lack the same amount."""
    at = group.cells[total]
    for n in broken:
        relation = group.relations[n]
        if relation.kind not in ("sum", "tie"):
            continue
        for definition in relation.definitions:
            off = difference(relation.kind, definition, values)
            here = any(
                (c.document, c.table, c.column) == (at.document, at.table, at.column)
                for c in (group.cells[term] for term, _ in definition.terms)
            )
            if here and off is not None and abs(abs(off) - abs(missing)) <= definition.bound:
                yield n
                break


def _cost_absent(group: Group, priors: Mapping[str, float], missing: Mapping[int, int]) -> float:
    """Return the cost of a row that is not there, by what it says in each column.

    Its amounts are those of a row that another table of the report prints and this one does not; else the first is
    as likely as any amount of such digits in this table, the others are of the size of the first.
    """
    cost = -log(priors["row_not_printed"])
    seen: tuple[int, ...] = ()
    for total, amount in missing.items():
        cell = group.cells[total]
        around = surroundings(group, total, priors["table_weight"])
        chance = plausibility(cell, amount, Surroundings(seen, (), around.roundness), priors)
        looks = group.lookalikes.get(total, ())
        if any(look.what == "elsewhere" and abs(look.amount - amount) <= cell.step for look in looks):
            chance = max(chance, priors["row_elsewhere"])
        cost -= log(chance)
        seen = seen or (amount,)
    return cost


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
