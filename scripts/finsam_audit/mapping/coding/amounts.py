"""Whether rows add up, and whether they print the same amounts."""

from decimal import Decimal

from finsam_audit.mapping.state import MappedRow, MappedTable, State


def amounts_of_line(state: State, code: str) -> list[Decimal]:
    """Return what the income statement or the balance sheet prints in a line."""
    return [
        amount
        for mapped in state.tables
        if mapped.statement in ("income_statement", "balance_sheet")
        for row in mapped.rows
        if row.code == code
        for _, amount in prints(mapped, row).values()
    ]


def is_same_amount(one: Decimal, other: Decimal) -> bool:
    """Tell whether two prints are one amount, in one unit or a thousandth of it, with or without a sign.

    Whole units may be one apart, as sums of rounded rows are; with decimals one is the other rounded.
    """
    for step in (-3, 0, 3):
        coarser = max(_last_digit(one).scaleb(step), _last_digit(other))
        if one and other and abs(abs(one).scaleb(step) - abs(other)) <= (coarser if coarser >= 1 else coarser / 2):
            return True
    return False


def _last_digit(value: Decimal) -> Decimal:
    """Return what the last digit of a print is worth."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def print_alike(mapped: MappedTable, row: MappedRow, other: MappedRow) -> bool:
    """Tell whether two rows print the same amount in a column at least: a slip in another column changes nothing."""
    mine, theirs = prints(mapped, row), prints(mapped, other)
    same = [column for column in mine.keys() & theirs.keys() if mine[column] == theirs[column]]
    return any(mine[column][1] for column in same) or mine == theirs


def is_part_of(mapped: MappedTable, row: MappedRow, total: MappedRow) -> bool:
    """Tell whether a row and those between it and another row below add up to that one in every column."""
    first, last = mapped.rows.index(row), mapped.rows.index(total)
    if last - first < 2:
        return False
    added = [prints(mapped, one) for one in mapped.rows[first:last]]
    return all(
        sum((one[column][1] for one in added if column in one), Decimal(0)) == value
        for column, (_, value) in prints(mapped, total).items()
    )


def prints(mapped: MappedTable, row: MappedRow) -> dict[int, tuple[str, Decimal]]:
    """Return what a row prints in each column, references left out."""
    return {
        number.column_no: (number.read.kind, number.read.value)
        for number in row.bare.numbers
        if number.column_no in mapped.columns and mapped.columns[number.column_no].role != "note_number"
    }


def closes(mapped: MappedTable, first: int, last: int) -> bool:
    """Tell whether a row is the sum of those before it, two at least: in most columns, for one may hold an error."""
    held, wrong = _sums_that_hold(mapped, mapped.rows[first : last + 1])
    return last - first > 1 and held > wrong


def holds_as_sum(mapped: MappedTable, rows: list[MappedRow]) -> bool:
    """Tell whether the last row is the sum of those before it in every column."""
    held, wrong = _sums_that_hold(mapped, rows)
    return held > 0 and not wrong and len(rows) > 2


def leaves(mapped: MappedTable, whole: list[MappedRow], taken: list[MappedRow], rest: MappedRow) -> bool:
    """Tell whether a row is what is left of others once some are taken away, in most columns; of either sign."""
    held = wrong = 0
    above, below = ([prints(mapped, row) for row in rows] for rows in (whole, taken))
    slack = (len(whole) + len(taken) + 1) // 2
    for column, (_, left) in prints(mapped, rest).items():
        parts = [row[column][1] for row in above if column in row]
        cut = [abs(row[column][1]) for row in below if column in row]
        if not any(parts) or not any(cut):
            continue
        if abs(sum(parts) - sum(cut) - left) <= slack:
            held += 1
        else:
            wrong += 1
    return held > wrong


def _sums_that_hold(mapped: MappedTable, rows: list[MappedRow]) -> tuple[int, int]:
    """Return in how many columns the last row is the sum of those before it, and in how many it is another amount."""
    held = wrong = 0
    for column in sorted(mapped.columns):
        if mapped.columns[column].role == "note_number":
            continue
        values = [
            [
                number.read.value
                for number in row.bare.numbers
                if number.column_no == column and number.read.kind != "percent"
            ]
            for row in rows
        ]
        if not values[-1]:
            continue
        total, parts = values[-1][0], sum(value[0] for value in values[:-1] if value)
        if not total:
            continue
        # each print is right to half a step, so the sum to that for every row
        if abs(total - parts) > len(rows) // 2:
            wrong += 1
        else:
            held += 1
    return held, wrong
