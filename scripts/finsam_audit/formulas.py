"""A relation in numbers, from its cells: 562 186 + 186 709 = 748 895.

The marts tell it only of what deviates and what stands beside it.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from finsam_audit.swedish import MINUS, as_models

Row = Mapping[str, Any]
SIZES = {"tkr": 1000, "mkr": 1_000_000}
SIGNED = ("sum", "tie")
LIMITS = {"at_most": "<=", "at_least": ">="}
CENT, ONE = Decimal("0.01"), Decimal(1)


def joined(values: Iterable[Decimal]) -> str:
    """Return amounts as a sum with their signs: 3 − 2 + 1."""
    text = "".join(f" {'−' if value < 0 else '+'} {as_models(abs(value))}" for value in values)
    return text.removeprefix(" + ") if text.startswith(" + ") else text.replace(" − ", "−", 1)


def _factor(values: list[Decimal]) -> str:
    """Return amounts as a part of a division: a sum in brackets, a single one without."""
    return f"({joined(values)})" if len(values) > 1 else joined(values)


def formula_of(relation: Row, terms: Iterable[Row], applied_unit: str | None, sign_factor: int | None) -> str | None:
    """Return a relation in the unit of its total and, for a sum or a tie, with the sign that it is printed with.

    Args:
        relation: its kind, printed_amount and computed_amount.
        terms: its cells in the order of the rule: role, weight, amount.
        applied_unit: unit of the total.
        sign_factor: of the total, 1 or -1.

    Returns:
        None where the relation is no arithmetic of its cells.

    """
    kind, computed, printed = relation["kind"], relation["computed_amount"], relation["printed_amount"]
    if kind not in (*SIGNED, *LIMITS, "ratio") or computed is None:
        return None
    size, turn = Decimal(SIZES.get(applied_unit or "", 1)), (sign_factor or 1) if kind in SIGNED else 1
    sides: dict[bool, list[Decimal]] = {False: [], True: []}
    for term in terms:
        if term["role"] in ("total", "absent") or term["amount"] is None:
            continue
        value = term["weight"] * term["amount"] * turn / size
        sides[term["role"] == "denominator"].append(value.quantize(CENT, ROUND_HALF_UP))
    if sides[True]:
        below = sum(sides[True], Decimal(0))
        share = 100 * sum(sides[False], Decimal(0)) / below if below else computed
        return f"{_factor(sides[False])} / {_factor(sides[True])} = {percentage(share)} %"
    if kind == "ratio":
        return None
    if kind in LIMITS:
        above = joined(sides[False]) or signed(computed * (sign_factor or 1) / size)
        return f"{signed((printed or 0) * (sign_factor or 1) / size)} {LIMITS[kind]} {above}"
    # what no cell gives is the rule's constant, as in 100 − 50
    constant = (computed / size - sum(sides[False], Decimal(0))).quantize(CENT, ROUND_HALF_UP)
    values = [constant, *sides[False]] if abs(constant) >= Decimal("0.5") else sides[False]
    return f"{joined(values)} = {signed(computed / size)}" if values else None


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
