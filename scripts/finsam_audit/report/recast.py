"""Relations cast again with the figures that the findings suggest, told in numbers beside how they are printed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Any

from finsam_audit.formulas import SIGNED, SIZES, counted, formula_of, signed, size_in_formula, unit_behind

Row = Mapping[str, Any]
CENT = Decimal("0.01")
ZERO = Decimal(0)
NOTHING = "–"
AMOUNT = re.compile("(\u2212?[0-9]+(?: [0-9]{3})*(?:,[0-9]+)?)(?:\u00a0(?:%|kr|tkr|mkr))?")
# what stands where a comparison fails, and whether two amounts meet it
INSTEAD: dict[str, tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    "<=": (">", le),
    ">=": ("<", ge),
    "<": ("≥", lt),
    ">": ("≤", gt),
    "=": ("≠", eq),
}


@dataclass(frozen=True)
class Cast:
    """How a relation comes out: its formula in numbers, and whether it holds."""

    formula: str
    holds: bool


def recast(relation: Row, terms: Sequence[Row], amounts: Mapping[str, Decimal]) -> Cast | None:
    """Return how a relation comes out with other amounts in some of its cells.

    Args:
        relation: a row of check_results with kind, applied_unit and sign_factor of its total.
        terms: its cells, their amounts as printed.
        amounts: what cells hold instead, by key, in SEK and the marts' signs; empty for the print itself.

    Returns:
        None where the relation is no sum, tie or ratio of its cells.

    """
    total = next((term for term in terms if term["role"] == "total"), None)
    if total is None or relation["computed_amount"] is None or relation["kind"] not in (*SIGNED, "ratio"):
        return None
    placed = [{**term, "amount": amounts.get(term["cell"], term["amount"])} for term in terms]
    turn = relation["sign_factor"] or 1
    computed = (
        _ratio(placed) if relation["kind"] == "ratio" else relation["computed_amount"] * turn + _moved(terms, placed)
    )
    if computed is None:
        return None
    printed = amounts.get(total["cell"], total["amount"])
    bound = Decimal(relation["rounding_bound"] or 0) + CENT
    gap = None if printed is None else abs(printed - computed)
    holds = gap is not None and gap <= bound
    sign = "=" if gap is not None and gap < CENT else "≈" if holds else "≠"
    out = {**relation, "printed_amount": printed, "computed_amount": computed * turn}
    formula = formula_of(out, placed, relation["applied_unit"], relation["sign_factor"])
    return Cast(_told(formula, _shown(out, placed, printed), sign), holds) if formula else None


def contrary(relation: Row) -> str | None:
    """Return what a relation that deviates came to instead of what it asks: `11,8 ≠ 12,5` where 11,8 = 12,5 is asked.

    An inequality that the amounts do not contradict stays as it is: what deviates is then what was said of it.
    """
    formula = relation["formula"]
    if not formula:
        return None
    for asked, (instead, is_met) in INSTEAD.items():
        left, found, right = formula.partition(f" {asked} ")
        if found:
            amounts = [AMOUNT.fullmatch(side) for side in (left, right.partition(": ")[0])]
            if all(amounts) and is_met(*(_amount(side) for side in amounts if side)):
                return str(formula)
            return f"{left} {instead} {right}"
    return str(formula)


def _amount(side: re.Match[str]) -> Decimal:
    return Decimal(side[1].replace(" ", "").replace("\u2212", "-").replace(",", "."))


def _ratio(terms: Iterable[Row]) -> Decimal | None:
    sums = {
        role: sum((t["weight"] * (t["amount"] or ZERO) for t in terms if t["role"] in roles), ZERO)
        for role, roles in (("above", ("numerator", "term")), ("below", ("denominator",)))
    }
    return 100 * sums["above"] / sums["below"] if sums["below"] else None


def _moved(before: Iterable[Row], after: Iterable[Row]) -> Decimal:
    """Return what other amounts add to the sum of the terms."""
    moved = ZERO
    for old, new in zip(before, after, strict=True):
        if old["role"] not in ("total", "absent"):
            moved += old["weight"] * ((new["amount"] or ZERO) - (old["amount"] or ZERO))
    return moved


def _shown(relation: Row, terms: Iterable[Row], printed: Decimal | None) -> str:
    """Return the print of the total as its formula writes figures."""
    if printed is None:
        return NOTHING
    if relation["kind"] == "ratio":
        return f"{signed(printed)} %"
    size = SIZES.get(relation["applied_unit"] or "", 1)
    unit = unit_behind(size, size_in_formula(relation["kind"], size, counted(terms)))
    return signed(printed * (relation["sign_factor"] or 1) / Decimal(size)) + unit


def _told(formula: str, printed: str, sign: str) -> str:
    """Return the formula beside the print that it is held against; of two prints one against the other."""
    left, _, right = formula.partition(" = ")
    if left == right:
        return f"{printed} {sign} {right}"
    return formula if sign == "=" else f"{formula} {sign} {printed}"
