"""Six invented reports and the relations that their author listed: the key must be right before one measures by it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from finsam_audit.project.csv_files import Row, read_rows

ROOT = Path(__file__).resolve().parents[2]
APART = ROOT / "tests/fixtures/reports_apart"
NAMES = sorted(path.name.removesuffix(".cells.csv") for path in APART.glob("*.cells.csv"))
KINDS = {"footing", "cross_footing", "net", "deviation", "share", "consumed", "roll_forward", "ratio", "goal", "change"}
KINDS |= {"law", "tie_statement", "tie_note", "tie_year", "tie_text"}
UNITS = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000}
NUMBER = re.compile(r"([-−–‒‑﹣－(]?)\s*(\d(?:[\d\s'’]*\d)?)(?:,(\d+))?(\)|-|−)?")

Place = tuple[str, str, str, int]
"""Table, row, column and the number within the cell."""


@dataclass(frozen=True)
class Amount:
    """What a print stands for, in kronor, persons or percent, and how far the true amount may lie from it."""

    value: Fraction
    half: Fraction


@dataclass(frozen=True)
class Relation:
    """One equation: a number and its terms by role, each with its weight."""

    name: str
    kind: str
    terms: tuple[tuple[str, Place, Fraction], ...]

    def of(self, role: str) -> list[tuple[Place, Fraction]]:
        """Return the places of a role with their weights."""
        return [(place, weight) for name, place, weight in self.terms if name == role]


def read_print(printed: str) -> tuple[Fraction, int]:
    """Return the first number of a print, signed, and the decimals it is printed with."""
    found = NUMBER.search(printed)
    assert found, printed
    before, whole, decimals, after = found.groups()
    value = Fraction(re.sub(r"\D", "", whole) + "." + (decimals or "0"))
    negative = after == ")" if before == "(" else bool(before) or after in ("-", "−")
    return (-value if negative else value), len(decimals or "")


def amount(name: str, printed: str, kind: str, unit: str) -> Amount:
    """Return what a print stands for: a dash a zero rounded like its neighbours, an empty cell nothing, met 1."""
    if kind == "verdict":
        return Amount(Fraction(["verdict_not_met", "verdict_met"].index(facts(name)[printed])), Fraction(0))
    worth = Fraction(UNITS.get(unit, 1))
    if not any(map(str.isdigit, printed)):
        return Amount(Fraction(0), worth / 2 if unit in UNITS and printed else Fraction(0))
    value, decimals = read_print(printed)
    exact = unit == "count" or kind == "threshold"
    return Amount(value * worth, Fraction(0) if exact else worth / 10**decimals / 2)


@cache
def facts(name: str) -> dict[str, str]:
    """Return what is no number of a table: which fact a text is."""
    return {row["text"]: row["fact"] for row in read_rows(APART / f"{name}.facts.csv")}


@cache
def cells(name: str) -> dict[Place, Row]:
    """Return the key of a report by place."""
    found: dict[Place, Row] = {}
    for row in read_rows(APART / f"{name}.cells.csv"):
        at = (row["table"], row["row"], row["column"])
        found[*at, 1 + sum((*at, n) in found for n in range(1, 20))] = row
    return found


@cache
def planted(name: str) -> list[Row]:
    """Return the errors of a report."""
    return [row for row in read_rows(APART / "planted.csv") if row["file"] == name]


@cache
def true_amounts(name: str) -> dict[Place, Amount]:
    """Return the amounts with all errors put right, rows that are not printed put in."""
    amounts = {p: amount(name, c["true_printed"] or c["printed"], c["kind"], c["unit"]) for p, c in cells(name).items()}
    units = {(place[0], place[2]): cell["unit"] for place, cell in cells(name).items()}
    for row in planted(name):
        if row["kind"] == "row_not_printed":
            place = (row["table"], row["row"], row["column"], 1)
            amounts[place] = amount(name, row["should_be"], "money", units[row["table"], row["column"]])
    return amounts


@cache
def relations(name: str) -> tuple[Relation, ...]:
    """Return the listed relations of a report."""
    terms: dict[tuple[str, str], list[tuple[str, Place, Fraction]]] = defaultdict(list)
    for row in read_rows(APART / "relations.csv"):
        if row["report"] == name:
            place = (row["table"], row["row"], row["column"], int(row["number"]))
            terms[row["relation"], row["kind"]].append((row["role"], place, Fraction(row["weight"])))
    return tuple(Relation(*key, tuple(rows)) for key, rows in terms.items())


def weighted(amounts: dict[Place, Amount], terms: list[tuple[Place, Fraction]]) -> tuple[Fraction, Fraction]:
    """Return the sum of some terms and how far it may lie from the true sum."""
    value = sum((weight * amounts[place].value for place, weight in terms), Fraction(0))
    return value, sum((abs(weight) * amounts[place].half for place, weight in terms), Fraction(0))


def is_goal_judged_right(relation: Relation, amounts: dict[Place, Amount]) -> bool:
    """Tell whether the verdict is what outcome and thresholds say: weight 1 is at least, weight -1 at most."""
    ((verdict, _),), ((outcome, _),) = relation.of("total"), relation.of("compared")
    met = all(weight * (amounts[outcome].value - amounts[place].value) >= 0 for place, weight in relation.of("term"))
    return amounts[verdict].value == met


def holds(relation: Relation, amounts: dict[Place, Amount]) -> bool:
    """Tell whether a relation holds within half a last digit of each of its cells."""
    if relation.kind == "goal":
        return is_goal_judged_right(relation, amounts)
    total, total_half = weighted(amounts, relation.of("total"))
    if not relation.of("denominator"):
        value, half = weighted(amounts, relation.of("term"))
        return abs(total - value) <= total_half + half
    over, over_half = weighted(amounts, relation.of("numerator"))
    under, under_half = weighted(amounts, relation.of("denominator"))
    overs, unders = ((v - half, v + half) for v, half in ((over, over_half), (under, under_half)))
    ends = [100 * a / b for a in overs for b in unders if b]
    return bool(ends) and min(ends) - total_half <= total <= max(ends) + total_half


def as_printed(name: str, rows: list[Row]) -> dict[Place, Amount]:
    """Return the amounts that one planted error changes, as they stand in print."""
    true, row = true_amounts(name), rows[0]
    here = {p: c for p, c in cells(name).items() if p[0] == row["table"]}
    match row["kind"]:
        case "row_not_printed":
            return {(row["table"], r["row"], r["column"], 1): Amount(Fraction(0), Fraction(0)) for r in rows}
        case "row_printed_twice":
            first = str(int(row["row"]) - 1)
            return {p: Amount(2 * true[p].value, true[p].half) for p in here if p[1] == first}
        case "printed_unit":
            said, meant = (UNITS["tkr" if "tkr" in row[key] else "kr"] for key in ("printed", "should_be"))
            factor = Fraction(said, meant)
            money = [p for p, c in here.items() if row["column"] in ("", p[2]) and c["unit"] in UNITS]
            return {p: Amount(true[p].value * factor, true[p].half * factor) for p in money}
    places = {(r["row"], column) for r in rows for column in r["column"].split()}
    wrong = {p: c for p, c in here.items() if c["true_printed"] and {p[1:3], ("", p[2])} & places}
    return {p: amount(name, c["printed"], c["kind"], c["unit"]) for p, c in wrong.items()}


def events(name: str) -> dict[str, dict[Place, Amount]]:
    """Return each planted error by itself: what it is, and the amounts that it changes."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in planted(name):
        rows[f"{row['kind']} in table {row['table']}: {row['comment']}"].append(row)
    return {comment: as_printed(name, found) for comment, found in rows.items()}


def is_number(cell: Row) -> bool:
    """Tell whether a cell holds a number that could be cast: no verdict, empty cell or reference to a note."""
    return cell["kind"] not in ("verdict", "blank") and cell["measure"] != "note_number"


def test_six_reports_of_which_two_are_clean() -> None:
    assert len(NAMES) == 6
    spoilt = {row["file"] for row in read_rows(APART / "planted.csv")}
    assert spoilt < set(NAMES)
    assert len(spoilt) == 4


@pytest.mark.parametrize("name", NAMES)
def test_prints_say_their_values(name: str) -> None:
    for place, cell in cells(name).items():
        if cell["kind"] == "dash":
            assert cell["value"] == "0", place
        elif cell["value"]:
            assert read_print(cell["printed"])[0] == Fraction(cell["value"]), place


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_of_ordinary_size(name: str) -> None:
    assert 150 <= sum(map(is_number, cells(name).values())) <= 350


@pytest.mark.parametrize("name", NAMES)
def test_relations_point_at_cells_and_hold_on_the_true_amounts(name: str) -> None:
    amounts = true_amounts(name)
    known = {place for relation in relations(name) for _, place, _ in relation.terms}
    assert known <= set(amounts)
    assert {relation.kind for relation in relations(name)} <= KINDS
    assert [relation.name for relation in relations(name) if not holds(relation, amounts)] == []


@pytest.mark.parametrize("name", [name for name in NAMES if planted(name)])
def test_each_planted_error_breaks_a_relation(name: str) -> None:
    assert 6 <= len(events(name)) <= 8
    for comment, changed in events(name).items():
        amounts = true_amounts(name) | changed
        assert changed, comment
        assert not all(holds(relation, amounts) for relation in relations(name)), comment


@pytest.mark.parametrize("name", NAMES)
def test_a_number_is_in_a_relation_or_is_listed_without_partner(name: str) -> None:
    related = {place for relation in relations(name) for _, place, _ in relation.terms}
    numbers = {p for p, cell in cells(name).items() if is_number(cell) and cell["role"] != "duplicate"}
    alone = {place[:3] for place in numbers - related}
    listed = [row for row in read_rows(APART / "without_partner.csv") if row["report"] == name]
    assert {(row["table"], row["row"], row["column"]) for row in listed} == alone
    assert all(row["reason"] for row in listed)


@pytest.mark.parametrize("name", NAMES)
def test_the_organisation_number_has_its_check_digit(name: str) -> None:
    (number,) = (text for text, fact in facts(name).items() if fact == "organisation_number")
    digits = [int(d) for d in number if d.isdigit()]
    doubled = [sum(divmod(d * (2 - n % 2), 10)) for n, d in enumerate(digits)]
    assert len(digits) == 10
    assert sum(doubled) % 10 == 0
