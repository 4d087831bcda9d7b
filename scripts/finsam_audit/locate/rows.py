"""What happens to a whole row: not printed though its total counts it, or printed twice."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement
from math import log

from .events import Event, Layout, Table, layouts
from .plausibility import Surroundings, plausibility, surroundings
from .relations import difference
from .system import TEXT_RANK, Cell, Definition, Group, Lookalike, Relation

Columns = dict[int, tuple[int, list[int]]]
"""What a row lacks: by the cell of its total the amount, and the relations that lack it."""
OF_A_SIZE = 100
"""Within such a factor what a row says in one column tells of its size in the others; beyond, each is any amount."""


def row_events(group: Group, priors: Mapping[str, float], broken: Sequence[int]) -> Iterator[Event]:
    """Yield a row that is not there and a row that is there twice."""
    values = [cell.value for cell in group.cells]
    yield from _absent(group, priors, broken, values)
    for table, layout in layouts(group, broken).items():
        yield from _twice(group, priors, table, layout)


def _absent(group: Group, priors: Mapping[str, float], broken: Sequence[int], values: list[int]) -> Iterator[Event]:
    """Yield, per row of totals, the row that all its open sums lack; one column of it, or all that lack something."""
    lacking: dict[tuple[int, int, int], Columns] = {}
    lone: set[int] = set()
    alike: set[int] = set()
    for n in broken:
        relation = group.relations[n]
        definition = relation.definitions[0]
        total = group.cells[definition.total]
        off = difference(relation.kind, definition, values)
        if not relation.is_open or off is None or total.amount is None or total.rank == TEXT_RANK:
            continue
        if relation.kind == "tie" and any(group.cells[term].amount is None for term, _ in definition.terms):
            # what it lacks is what the empty cell should say
            continue
        if _is_borne_out(group, relation, values):
            continue
        foot, weight = _foot(group, relation.kind, definition)
        at = group.cells[foot]
        missing = weight * round(off / at.step) * at.step
        if (at.kind == "c" and missing < 0) or _is_turned(group, definition, off):
            continue
        if _adds_up(group, definition, missing) or _twins(group, foot, missing):
            alike.add(foot)
        if relation.kind == "sum" and sum(group.cells[term].amount is not None for term, _ in definition.terms) == 1:
            lone.add(foot)
        row = lacking.setdefault((at.document, at.table, at.row), {})
        known, relations = row.setdefault(foot, (missing, []))
        if known == missing:
            relations.append(n)
    for columns in lacking.values():
        if _is_of_printed_row(group, columns):
            continue
        for chosen in _together(columns, alike, lone):
            if _is_of_printed_row(group, chosen):
                continue
            place: list[object] = ["total"]
            exempts: set[int] = set()
            for foot, (missing, relations) in sorted(chosen.items()):
                place += [group.cells[foot].number, missing]
                rows = {term for n in relations for one in group.relations[n].definitions for term, _ in one.terms}
                exempts.update(relations, _lacks_too(group, broken, values, foot, missing, rows))
            cost = _cost_absent(group, priors, dict(sorted(chosen.items())))
            sums = [group.relations[n] for _, relations in chosen.values() for n in relations]
            shares = [_held_without(group, one.definitions[0], priors) for one in sums if one.kind == "sum"]
            cost -= log(min(shares, default=1.0))
            twins = [
                look.number for foot, (missing, _) in sorted(chosen.items()) for look in _twins(group, foot, missing)
            ]
            evidence = twins[0] if twins else None
            yield Event("row_not_printed", cost, (), 1, tuple(place), tuple(sorted(exempts)), evidence)


def _held_without(group: Group, definition: Definition, priors: Mapping[str, float]) -> float:
    """Return how likely a row is nothing in the year before or after, where the sum holds then without it; else one.

    Where most rows of the sum are nothing then, as those of a plan whose years are not decided, so is this one.
    """
    weight = priors["table_weight"]
    for what in ("prior", "next"):
        then = [
            next((look.amount for look in group.lookalikes.get(cell, ()) if look.what == what), 0)
            for cell in (definition.total, *(term for term, _ in definition.terms))
        ]
        parts = [times * amount for (_, times), amount in zip(definition.terms, then[1:], strict=True)]
        if then[0] and any(parts) and abs(then[0] - sum(parts)) <= definition.bound:
            now = [group.cells[term].value for term, _ in definition.terms]
            fell = [not before for amount, before in zip(now, then[1:], strict=True) if amount]
            return (sum(fell) + weight * priors["row_one_year"]) / (len(fell) + weight)
    return 1.0


def _together(columns: Columns, alike: Collection[int], lone: Collection[int]) -> list[Columns]:
    """Return the columns that one row may be missing from: all that lack something, and each by itself.

    Rows of one sign that exceed their total lack none, unless another table prints the one of the other sign. Then the
    row has that sign in its other columns too, and so it has where several columns lack the second of two rows. A row
    of both signs has what several columns lack by the same amount.

    Args:
        columns: what each column lacks, by the cell of its total.
        alike: totals that lack an amount of the sign of their rows, or one that another table prints.
        lone: totals of one row that is printed.

    """
    own = {foot: lacking for foot, lacking in columns.items() if foot in alike}
    seconds = {foot: lacking for foot, lacking in columns.items() if foot in lone}
    sides = {lacking[0] > 0 for lacking in (own or (seconds if len(seconds) > 1 else {})).values()}
    if len(sides) == 1:
        every = {foot: lacking for foot, lacking in columns.items() if foot in own or (lacking[0] > 0) in sides}
    else:
        said = {lacking[0] for lacking in own.values()}
        every = {foot: lacking for foot, lacking in columns.items() if foot in own or lacking[0] in said}
    single = [{foot: lacking} for foot, lacking in own.items()]
    return [every, *single] if len(every) > 1 else single


def _foot(group: Group, kind: str, definition: Definition) -> tuple[int, int]:
    """Return where a row would be missing and with which weight: at the total, of a tie after the rows that it adds."""
    if kind == "sum" or not definition.terms:
        return definition.total, 1
    return max(definition.terms, key=lambda term: group.cells[term[0]].number)


def _adds_up(group: Group, definition: Definition, missing: int) -> bool:
    """Tell whether an amount is of the sign of the rows: rows of one sign that exceed their total lack none."""
    signs = {
        (weight * group.cells[term].value > 0) - (weight * group.cells[term].value < 0)
        for term, weight in definition.terms
    }
    signs.discard(0)
    return len(signs) != 1 or signs == {1 if missing > 0 else -1}


def _is_turned(group: Group, definition: Definition, off: float) -> bool:
    """Tell whether a total is that of its rows in the other sign: it is turned then, and lacks no row."""
    return abs(off - 2 * group.cells[definition.total].value) <= definition.bound


def _is_borne_out(group: Group, broken: Relation, values: list[int]) -> bool:
    """Tell whether another sum holds with the rows of a broken one in the place of its total, and not with its total.

    What is carried forward, say, is what is brought forward and the rows, and not that and their total: no row is
    missing then, the total is wrong.
    """
    definition = broken.definitions[0]
    own = {term for term, _ in definition.terms}
    for n in group.relations_of[definition.total]:
        relation = group.relations[n]
        if relation is broken or relation.deviates or relation.kind != "sum":
            continue
        offs = [(one, difference(relation.kind, one, values)) for one in relation.definitions]
        held = [one for one, off in offs if off is not None and abs(off) <= one.bound]
        with_total = [one for one, _ in offs if any(term == definition.total for term, _ in one.terms)]
        if (
            held
            and with_total
            and not any(one in held for one in with_total)
            and all(own <= {term for term, _ in one.terms} for one in held)
        ):
            return True
    return False


def _is_of_printed_row(group: Group, columns: Columns) -> bool:
    """Tell whether what totals lack is a row of their own table: one that they leave out, or that they should not have.

    Two rows may be of one amount, so a row that no total should have is told by more than one of them.
    """
    shared: set[int] | None = None
    for foot, (missing, relations) in columns.items():
        at = group.cells[foot]
        terms = dict(group.relations[relations[0]].definitions[0].terms)
        rows: set[int] = set()
        for n, cell in enumerate(group.cells):
            if cell.amount is None or cell.column != at.column or cell.row == at.row or not _in_table(cell, at):
                continue
            is_left_out = n in terms and abs(terms[n] * cell.value + missing) <= at.step
            is_outside = n not in terms and len(columns) > 1 and abs(abs(cell.value) - abs(missing)) <= at.step
            if is_left_out or is_outside:
                rows.add(cell.row)
        shared = rows if shared is None else shared & rows
    return bool(shared)


def _lacks_too(group: Group, broken: Sequence[int], values: list[int], total: int, missing: int,
               rows: Collection[int]) -> Iterator[int]:  # fmt: skip
    """Yield the broken relations that add up rows of the same column and lack the same amount.

    Each has rows of the sum that lacks it, for what others lack is another row, and is no sum of a part of them: there
    the row would be missing in the first place.
    """
    at = group.cells[total]
    is_known = bool(_twins(group, total, missing))
    for n in broken:
        relation = group.relations[n]
        if relation.kind in ("sum", "tie", "ratio") and any(
            _is_of_rows(group, relation.kind, definition, rows)
            and _holds_with(group, relation, definition, values, at, missing, is_known)
            for definition in relation.definitions
        ):
            yield n


def _is_of_rows(group: Group, kind: str, definition: Definition, rows: Collection[int]) -> bool:
    """Tell whether a definition has rows of a sum and is no sum of a part of them, but one that running text tells."""
    own = {term for term, _ in (*definition.terms, *definition.denominators)} | {definition.total}
    terms = {term for term, _ in definition.terms}
    is_told = group.cells[definition.total].rank == TEXT_RANK
    return not own.isdisjoint(rows) and (is_told or not (kind == "sum" and terms < set(rows)))


def _holds_with(group: Group, relation: Relation, definition: Definition, values: list[int], at: Cell,
                missing: int, is_known: bool) -> bool:  # fmt: skip
    """Tell whether a definition holds with one more amount among those of its terms that stand in a column.

    What adds up the cells of one row of the table lacks no row, nor does a tie of two prints, each an amount: there
    the print may be wrong by it, unless another table prints the row that is not here (`is_known`).
    """
    kind = relation.kind
    total = group.cells[definition.total]
    is_of_two = len(definition.terms) < 2 and len(relation.definitions) < 2
    if kind == "tie" and is_of_two and not is_known and any(group.cells[term].value for term, _ in definition.terms):
        return False
    if any(_in_table(cell, total) and cell.row == total.row for cell in (group.cells[c] for c, _ in definition.terms)):
        return False
    for side in (definition.terms, definition.denominators):
        here = [c for c, _ in side if group.cells[c].column == at.column and _in_table(group.cells[c], at)]
        if here:
            before = values[here[0]]
            values[here[0]] += missing
            off = difference(kind, definition, values)
            values[here[0]] = before
            if off is not None and abs(off) <= definition.bound:
                return True
    return False


def _in_table(cell: Cell, other: Cell) -> bool:
    return (cell.document, cell.table) == (other.document, other.table)


def _cost_absent(group: Group, priors: Mapping[str, float], missing: Columns) -> float:
    """Return the cost of a row that is not there, by what it says in each column.

    Its amounts are those of a row that another table of the report prints and this one does not; else the first is
    as likely as any amount of such digits in this table and of the size of the rows of its sum, the others are of its
    size or follow from those before.
    """
    cost = -log(priors["row_not_printed"])
    seen: list[int] = []
    for total, (amount, relations) in missing.items():
        cell = group.cells[total]
        roundness = surroundings(group, total, priors["table_weight"]).roundness
        terms = group.relations[relations[0]].definitions[0].terms
        around = Surroundings((), (), roundness, tuple(group.cells[term].value for term, _ in terms))
        chance = max(plausibility(cell, amount, around, priors), priors["unknown"])
        if seen and max(*seen, abs(amount)) <= OF_A_SIZE * min(*seen, abs(amount)):
            chance = max(chance, priors["row_further_column"])
        if _follows(amount, seen, cell.step):
            chance = max(chance, priors["row_follows"])
        if _twins(group, total, amount):
            chance = max(chance, priors["row_elsewhere"])
        cost -= log(chance)
        seen.append(abs(amount))
    return cost


def _twins(group: Group, total: int, amount: int) -> list[Lookalike]:
    """Return the rows of other tables that print what a total lacks."""
    looks = group.lookalikes.get(total, ())
    return [look for look in looks if look.what == "elsewhere" and abs(look.amount - amount) <= group.cells[total].step]


def _follows(amount: int, seen: Sequence[int], step: int) -> bool:
    """Tell whether an amount is, but for its sign, one of the sizes before or the sum or difference of two."""
    sizes = [*seen, *(abs(a + s * b) for a, b in combinations(seen, 2) for s in (1, -1))]
    return any(abs(abs(amount) - size) <= step for size in sizes)


def _twice(group: Group, priors: Mapping[str, float], table: Table, layout: Layout) -> Iterator[Event]:
    """Yield a row whose amounts repeat another one's, at a page break the row before it: the second does not count."""
    for before, after in _alike(group, layout):
        is_next = after == before + 1
        first, second = layout.rows[before], layout.rows[after]
        columns = [c for c in layout.columns if (first, c) in layout.at and (second, c) in layout.at]
        moved = tuple((layout.at[second, c], 0) for c in columns if group.cells[layout.at[second, c]].amount)
        void = {
            n for cell, _ in moved for n in group.relations_of[cell]
            if group.relations[n].kind != "sum" and not group.relations[n].deviates
        }  # fmt: skip
        cost = -log(priors["printed_twice"]) + (1 if is_next else 2) * log(len(layout.rows))
        yield Event("printed_twice", cost, moved, 1, ("row", table[1], second), tuple(sorted(void)))


def _alike(group: Group, layout: Layout) -> list[tuple[int, int]]:
    """Return the places of two rows each that say the same wherever both say something, and not only nothing.

    Rows meet by what they say: a table of thousands of rows has millions of pairs. Apart from each other two rows of
    one amount are no wonder.
    """
    by_columns: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(layout.rows):
        by_columns[tuple(c for c in layout.columns if (row, c) in layout.at)].append(place)
    pairs: set[tuple[int, int]] = set()
    for one, other in combinations_with_replacement(by_columns, 2):
        shared = [c for c in one if c in other]
        said: dict[tuple[tuple[int | None, int], ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, columns in enumerate((one, other)):
            for place in by_columns[columns]:
                cells = [group.cells[layout.at[layout.rows[place], c]] for c in shared]
                if any(cell.amount for cell in cells):
                    said[tuple((cell.amount, cell.sign) for cell in cells)][side].append(place)
        for amounts, (ones, others) in said.items():
            if sum(bool(amount) for amount, _ in amounts) > 1:
                pairs.update((min(a, b), max(a, b)) for a in ones for b in others if a != b)
            else:
                beside = set(others)
                pairs.update((min(a, b), max(a, b)) for a in ones for b in (a - 1, a + 1) if b in beside)
    return sorted(pairs)
