"""A relation in numbers, from its cells: 562 186 + 186 709 = 748 895.

The marts tell it only of what deviates and what stands beside it.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from finsam_audit.swedish import MINUS, as_models
from finsam_audit.trees.shares import FOR_EACH

Row = Mapping[str, Any]
SIZES = {"tkr": 1000, "mkr": 1_000_000}
UNITS = {1: "kr", **{size: unit for unit, size in SIZES.items()}}
SIGNED = ("sum", "tie")
LIMITS = {"at_most": "<=", "at_least": ">="}
CENT, ONE = Decimal("0.01"), Decimal(1)


def joined(values: Iterable[Decimal]) -> str:
    """Return amounts as a sum with their signs: 3 − 2 + 1."""
    text = "".join(f" {'−' if value < 0 else '+'} {as_models(abs(value))}" for value in values)
    return text.removeprefix(" + ") if text.startswith(" + ") else text.replace(" − ", "−", 1)


def size_in_formula(kind: str, total: int, terms: Iterable[Row]) -> int:
    """Return SEK in one unit of the numbers of a formula, as the macro of this name does.

    Of a quotient it is the unit that all its amounts are printed in, of a sum of several the finer one that they share.

    Args:
        kind: of the relation.
        total: SEK in one unit of its total.
        terms: its terms, each with its applied_unit.

    """
    sizes = [SIZES.get(term.get("applied_unit") or "", 1) for term in terms]
    shared = sizes[0] if len(set(sizes)) == 1 else None
    if kind == "ratio":
        return shared or 1
    return shared if kind in SIGNED and len(sizes) > 1 and shared and shared < total else total


def counted(terms: Iterable[Row]) -> list[Row]:
    """Return the terms of a relation that are counted: printed, and not its total."""
    return [term for term in terms if term["role"] not in ("total", "absent") and term["amount"] is not None]


def unit_behind(size: int, other: int) -> str:
    """Return the unit behind a number of a formula whose numbers are in another one than its total."""
    return "" if size == other else f"\u00a0{UNITS[size]}"


def _without_nothing(values: list[Decimal]) -> list[Decimal]:
    """Return the terms of one side without those of nothing, where two are left."""
    filled = [value for value in values if value]
    return filled if len(filled) > 1 else values


def _factor(values: list[Decimal]) -> str:
    """Return amounts as a part of a division: a sum in brackets, a single one without."""
    return f"({joined(values)})" if len(values) > 1 else joined(values)


def formula_of(relation: Row, terms: Iterable[Row], applied_unit: str | None, sign_factor: int | None) -> str | None:
    """Return a relation in the unit of its numbers and, for a sum or a tie, with the sign that it is printed with.

    A term of nothing is left out where two others stand on its side.

    Args:
        relation: its kind, printed_amount and computed_amount.
        terms: its cells in the order of the rule: role, weight, amount, applied_unit, sign_factor.
        applied_unit: unit of the total.
        sign_factor: of the total, 1 or -1.

    Returns:
        None where the relation is no arithmetic of its cells.

    """
    kind, computed, printed = relation["kind"], relation["computed_amount"], relation["printed_amount"]
    if kind not in (*SIGNED, *LIMITS, "ratio") or computed is None:
        return None
    told = counted(terms)
    unit_size = SIZES.get(applied_unit or "", 1)
    own_size = size_in_formula(kind, unit_size, told)
    signs = {term.get("sign_factor") or 1 for term in told}
    # the amounts of a quotient stand in the sign that all of them are printed in
    turn = (sign_factor or 1) if kind in SIGNED else min(signs) if kind == "ratio" and len(signs) == 1 else 1
    size = Decimal(own_size)
    sides: dict[bool, list[Decimal]] = {False: [], True: []}
    # a hundred times a count makes an amount for each of a percentage: it is told as that
    is_for_each = any(term["role"] == "denominator" and term["weight"] == FOR_EACH for term in told)
    for term in told:
        weight = 1 if term["role"] == "denominator" and is_for_each else term["weight"]
        value = weight * term["amount"] * turn / size
        sides[term["role"] == "denominator"].append(value.quantize(CENT, ROUND_HALF_UP))
    if sides[True]:
        whole = sum(sides[True], Decimal(0))
        share = (1 if is_for_each else 100) * sum(sides[False], Decimal(0)) / whole if whole else computed
        above, below = (_factor(_without_nothing(sides[part])) for part in (False, True))
        return f"{above} / {below} = {percentage(share)} {'kr' if is_for_each else '%'}"
    if kind == "ratio":
        return None
    if kind in LIMITS:
        above = joined(_without_nothing(sides[False])) or signed(computed * (sign_factor or 1) / size)
        return f"{signed((printed or 0) * (sign_factor or 1) / size)} {LIMITS[kind]} {above}"
    # what no cell gives is the rule's constant, as in 100 − 50
    constant = (computed / size - sum(sides[False], Decimal(0))).quantize(CENT, ROUND_HALF_UP)
    values = _without_nothing(sides[False])
    if abs(constant) >= Decimal("0.5"):
        values = [constant, *values]
    return f"{joined(values)} = {signed(computed / size)}{unit_behind(own_size, unit_size)}" if values else None


def signed(amount: Decimal) -> str:
    """Return an amount with a minus as in print."""
    return as_models(amount.quantize(CENT, ROUND_HALF_UP)).replace("-", MINUS)


def percentage(amount: Decimal) -> str:
    """Return a percentage with two decimals, three where the second one would round on to another than it is."""
    cents = amount.quantize(CENT, ROUND_HALF_UP)
    misleads = any(
        cents.quantize(step, ROUND_HALF_UP) != amount.quantize(step, ROUND_HALF_UP) for step in (Decimal("0.1"), ONE)
    )
    if not misleads:
        return as_models(cents).replace("-", MINUS)
    thousandths = f"{amount.quantize(CENT / 10, ROUND_HALF_UP):,f}".rstrip("0")
    return thousandths.replace(",", " ").replace(".", ",").replace("-", MINUS)
