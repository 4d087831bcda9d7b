"""Plants one error in a report: a kind by its share, drawn from a seed."""

import random
import re
from collections.abc import Callable, Sequence

from finsam_audit.measure.planted import Error, Page, Spoilt, address_of, wrong
from finsam_audit.measure.printing import NUMBER, whole_number
from finsam_audit.measure.reports import Row, Sum

MIX = {
    "digit_replaced": 30, "digit_omitted": 4, "digit_added": 3, "digits_transposed": 4, "sign_flipped": 12,
    "scale": 6, "printed_unit": 4, "neighbouring_cell": 8, "prior_year": 8, "row_missing": 6,
    "row_counted_twice": 4, "stale_subtotal": 6, "split_number": 3, "note_number": 2,
}  # fmt: skip
# kinds that concern a total, chosen from the sums of the document, or a whole table
SUM_KINDS = ("row_missing", "row_counted_twice", "stale_subtotal")
CELL_KINDS = tuple(kind for kind in MIX if kind not in (*SUM_KINDS, "printed_unit"))
# one cell alone is wrong, by itself: a stale subtotal is what remains of a change in its rows
SLIPS = (*CELL_KINDS, "row_missing", "row_counted_twice")
NO_NUMBER = ("note_number", "date", "verdict")

Texts = dict[int, str]


def number_text(printed: str, change: Callable[[str], str]) -> str | None:
    """Return a print whose digits are changed, grouped as before; None where they are not."""
    match = NUMBER.search(printed)
    if match is None:
        return None
    run = match.group(0)
    space = next((c for c in run if not c.isdigit()), "")
    old = re.sub(r"[^0-9]", "", run)
    new = change(old)
    if not new or new == old:
        return None
    if len(new) > 1 and new[0] == "0" and old[0] != "0":
        return None
    grouped = f"{int(new):,}".replace(",", space) if space or len(new) > 4 else new
    if not space and len(new) > 4:
        grouped = grouped.replace(",", "")
    return printed[: match.start()] + grouped + printed[match.end() :]


def _replace(rng: random.Random, digits: str) -> str:
    place = rng.randrange(len(digits))
    low = "123456789" if place == 0 and len(digits) > 1 else "0123456789"
    return digits[:place] + rng.choice([d for d in low if d != digits[place]]) + digits[place + 1 :]


def _omit(rng: random.Random, digits: str) -> str:
    place = rng.randrange(len(digits))
    return digits[:place] + digits[place + 1 :]


def _add(rng: random.Random, digits: str) -> str:
    place = rng.randrange(len(digits) + 1)
    return digits[:place] + rng.choice("0123456789" if place else "123456789") + digits[place:]


def _transpose(rng: random.Random, digits: str) -> str:
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]]
    if not places:
        return digits
    place = rng.choice(places)
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


DIGITS = {"digit_replaced": _replace, "digit_omitted": _omit, "digit_added": _add, "digits_transposed": _transpose}


def sign_turned(printed: str) -> str | None:
    """Return a print with the other sign; None where it is zero or no number."""
    if not whole_number(printed):
        return None
    bare = re.sub(r"^([^0-9]*?)[-−–+] ?", r"\1", printed)
    if re.match(r"^[^0-9]*[-−–]", printed):
        return bare
    at = re.search(r"[0-9]", bare)
    return None if at is None else bare[: at.start()] + "-" + bare[at.start() :]


def _scale(rng: random.Random, printed: str) -> str | None:
    value = abs(whole_number(printed) or 0)
    if value >= 10_000 and rng.random() < 0.5:
        return number_text(printed, lambda d: str(round(int(d) / 1000)))
    return number_text(printed, lambda d: d + "000") if value else None


def _split(rng: random.Random, printed: str) -> str | None:
    match = NUMBER.search(printed)
    if match is None or not re.search(r"[^0-9]", match.group(0)):
        return None
    groups = re.split(r"[^0-9]", match.group(0))
    kept = groups[0] if rng.random() < 0.5 else " ".join(groups[1:])
    return printed[: match.start()] + kept + printed[match.end() :]


def _same_line(rows: Sequence[Row], row: Row) -> list[Row]:
    return [r for r in rows if (r.table_no, r.source_line) == (row.table_no, row.source_line)]


def _column(rows: Sequence[Row], row: Row) -> list[Row]:
    return [r for r in rows if (r.table_no, r.column_no, r.number_no) == (row.table_no, row.column_no, 1)]


def _taken(rng: random.Random, rows: Sequence[Row], row: Row, kind: str) -> str | None:
    if row.number_no != 1:
        return None
    line = [r for r in _same_line(rows, row) if r.number_no == 1 and r.measure not in NO_NUMBER]
    if kind == "note_number":
        notes = [r.printed for r in _same_line(rows, row) if r.measure == "note_number"]
        return notes[0] if notes else None
    if kind == "prior_year":
        if not row.period.isdigit():
            return None
        before = [r for r in line if r.measure == row.measure and r.period == str(int(row.period) - 1)]
        return before[0].printed if before else None
    column = _column(rows, row)
    place = column.index(row)
    near = [column[n] for n in (place - 1, place + 1) if 0 <= n < len(column)]
    near += [r for r in line if abs(r.column_no - row.column_no) == 1]
    near = [r for r in near if r.unit == row.unit and whole_number(r.printed)]
    return rng.choice(near).printed if near else None


def _sum_change(rng: random.Random, rows: Sequence[Row], item: Sum, kind: str) -> Texts | None:
    totals = [
        (n, r) for n, r in enumerate(rows)
        if (r.table_no, r.source_line, r.number_no) == (item.table_no, item.total, 1) and r.measure not in NO_NUMBER
    ]  # fmt: skip
    if not totals:
        return None
    place, total = rng.choice(totals)
    value = whole_number(total.printed)
    weights = dict(zip(item.lines, item.weights, strict=True))
    parts = [r for r in _column(rows, total) if r.source_line in weights]
    amounts = [weights[r.source_line] * (whole_number(r.printed) or 0) for r in parts]
    big = [a for a in amounts if a]
    if value is None or "," in total.printed or len(big) < 2:
        return None
    # a column may add its rows with the opposite sign in its total (reversed rows, natural total)
    if abs(sum(amounts) - value) > len(amounts):
        amounts, big = [-a for a in amounts], [-a for a in big]
        if abs(sum(amounts) - value) > len(amounts):
            return None
    part = rng.choice(big)
    if kind == "row_missing":
        new = value - part
    elif kind == "row_counted_twice":
        new = value + part
    else:
        new = value - (int(part * rng.uniform(0.05, 0.4)) or part)
    text = signed_like(total.printed, value, new)
    return {place: text} if text and new != value else None


def signed_like(printed: str, value: int, new: int) -> str | None:
    """Return a print of another whole number in the manner of a print; None where it cannot take the sign."""
    if new == 0:
        return "0"
    text = number_text(printed, lambda _: str(abs(new))) or printed
    return text if (new < 0) == (value < 0) else sign_turned(text)


def _unit_change(rng: random.Random, rows: Sequence[Row], table_no: int | None) -> Texts | None:
    tables = sorted(
        {r.table_no for r in rows if r.unit in ("kr", "tkr") and r.column_no > 0 and table_no in (None, r.table_no)}
    )
    if not tables:
        return None
    table = rng.choice(tables)
    mine = [
        (n, r) for n, r in enumerate(rows)
        if r.table_no == table and r.unit in ("kr", "tkr") and r.measure not in (*NO_NUMBER, "share", "ratio", "count")
    ]  # fmt: skip
    up = mine[0][1].unit == "tkr"
    new: dict[int, str] = {}
    for place, row in mine:
        value = whole_number(row.printed)
        if value:
            change = (lambda d: d + "000") if up else (lambda d: str(round(int(d) / 1000)))
            new[place] = number_text(row.printed, change) or row.printed
    return new or None


def _cell_change(rng: random.Random, rows: Sequence[Row], kind: str, place: int) -> Texts | None:
    row = rows[place]
    text: str | None
    if kind in DIGITS:
        text = number_text(row.printed, lambda d: DIGITS[kind](rng, d))
    elif kind == "sign_flipped":
        text = sign_turned(row.printed)
    elif kind == "scale":
        text = _scale(rng, row.printed)
    elif kind == "split_number":
        text = _split(rng, row.printed)
    else:
        text = _taken(rng, rows, row, kind)
    if text is None or text == row.printed:
        return None
    if whole_number(text) == whole_number(row.printed) and "," not in text:
        return None
    return {place: text}


def numbers(rows: Sequence[Row]) -> list[int]:
    """Return the places of the printed numbers that an error can be planted in."""
    return [n for n, r in enumerate(rows) if r.measure not in NO_NUMBER and whole_number(r.printed) is not None]


def plant(
    rng: random.Random, page: Page, kind: str, place: int | None = None, table_no: int | None = None
) -> Spoilt | None:
    """Plant one error of a kind of MIX in a document.

    Args:
        rng: where the choices come from.
        page: the document.
        kind: a key of MIX.
        place: the row to change, else any; kinds that concern a total or a table choose their own.
        table_no: the table to change, else any.

    Returns:
        The changed rows and the error, or None where the kind does not fit.

    """
    rows, sums = page.rows, [s for s in page.sums if table_no in (None, s.table_no)]
    texts: Texts | None
    if kind in SUM_KINDS:
        texts = _sum_change(rng, rows, rng.choice(sums), kind) if sums else None
    elif kind == "printed_unit":
        texts = _unit_change(rng, rows, table_no)
    else:
        places = [n for n in numbers(rows) if table_no in (None, rows[n].table_no)] if place is None else [place]
        texts = _cell_change(rng, rows, kind, rng.choice(places)) if places else None
    if texts is None:
        return None
    beside: frozenset[int] = frozenset()
    if kind == "printed_unit":
        table = rows[min(texts)].table_no
        beside = frozenset(n for n, r in enumerate(rows) if r.table_no == table)
    # a dash for a zero is no error
    return result if (result := spoil_texts(rows, kind, texts, beside)).error.cells else None


def spoil_texts(rows: Sequence[Row], kind: str, texts: Texts, beside: frozenset[int] = frozenset()) -> Spoilt:
    """Return the rows with other texts at some places, and the error that this is.

    Args:
        rows: the rows of the document.
        kind: what it is called.
        texts: by place, what is printed there instead; a text of the same value is changed but not wrong.
        beside: places that may be named along.

    """
    changed = [r._replace(printed=texts[n]) if n in texts else r for n, r in enumerate(rows)]
    cells = tuple(
        wrong(rows[n], text, kind) for n, text in texts.items()
        if text != rows[n].printed
        and ("," in text or (whole_number(text) or 0) != (whole_number(rows[n].printed) or 0))
    )  # fmt: skip
    first = rows[min(texts)]
    named = frozenset(address_of(rows[n]) for n in beside)
    return Spoilt(changed, Error(kind, first.table_no, first.statement, cells, named))


def plant_any(rng: random.Random, page: Page, kind: str) -> Spoilt | None:
    """Plant an error of a kind somewhere; None when fifty tries find no place for it."""
    for _ in range(50):
        result = plant(rng, page, kind)
        if result is not None:
            return result
    return None


def plant_drawn(rng: random.Random, page: Page, places: Sequence[int]) -> Spoilt | None:
    """Plant a slip of one cell at one of some places; a kind is drawn by its share until one fits there."""
    weights = {kind: MIX[kind] for kind in CELL_KINDS}
    place = rng.choice(places) if places else 0
    while weights and places:
        kind = rng.choices(list(weights), list(weights.values()))[0]
        result = plant(rng, page, kind, place)
        if result is not None:
            return result
        del weights[kind]
    return None


def draw_kind(rng: random.Random) -> str:
    """Draw a kind of error by its share."""
    return rng.choices(list(MIX), list(MIX.values()))[0]
