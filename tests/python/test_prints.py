"""What is printed in a cell is read as a careful reader would, or refused with its place: never as another number."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from association import LATEST, ROOT
from finsam_audit.prints import Reading, readings
from finsam_audit.project.csv_files import read_rows
from finsam_audit.rules.fixture import Change, Copy, association_rows

TEXTS = read_rows(Path(__file__).with_name("prints.csv"))
PLAN = "provstad_vp_2023"


@pytest.fixture(scope="module")
def read() -> dict[int, Reading]:
    """Return what the texts of prints.csv are read as."""
    prints = [(json.loads(row["json_text"]), row["reading"], row["measure"], row["unit"]) for row in TEXTS]
    return dict(enumerate(readings(ROOT, prints)))


@pytest.mark.parametrize(
    "place", range(len(TEXTS)), ids=[f"{row['measure']}-{row['json_text']}-{row['reading']}" for row in TEXTS]
)
def test_a_print_is_read_or_refused(place: int, read: dict[int, Reading]) -> None:
    right, reading = TEXTS[place]["read"], read[place]
    if right == "refuse":
        assert reading.kind == "unread" and reading.value is None and reading.refusal
    elif right in ("blank", "text", "reference"):
        assert (reading.kind, reading.refusal) == (right, "")
    elif TEXTS[place]["measure"] == "date":
        assert (reading.kind, str(reading.day or "date"), reading.refusal) == ("date", right, "")
    else:
        assert reading.kind in ("number", "dash") and reading.value == Decimal(right) and not reading.refusal


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 2345 67", "can be read as 1234567 or as 1 and 2345 and 67; write which"),
        ("12.5", "can be read as 12,5 or as 125; write which"),
        ("1234-", "can be read as -1234 or as 1234; write which"),
        ("2,345,678", "can be read as 2345678 or as a number with decimals; write which"),
        ("9999999999999", "has more digits than an amount can have"),
    ],
)
def test_what_has_two_readings_is_told_with_both(text: str, told: str) -> None:
    (reading,) = readings(ROOT, [(text, "", "actual", "kr")])
    assert reading.refusal.startswith(told)
    assert reading.refusal.endswith(", in column reading where the source prints it so")


def amounts(restyle: Callable[[str], str]) -> tuple[Change, ...]:
    """Return the prints of the latest income statement in another style, those that it changes."""
    rows = [
        row
        for row in association_rows(ROOT)["line_items"]
        if row["document_id"] == LATEST and row["statement"] == "income_statement" and row["measure"] == "actual"
    ]
    changes = [(row, restyle(row["printed"])) for row in rows]
    return tuple(
        Change("line_items", LATEST, f"{row['source_line']}/{row['column_no']}/{row['number_no']}", "printed", printed)
        for row, printed in changes
        if printed != row["printed"]
    )


def negative(style: str) -> Callable[[str], str]:
    """Return what prints a negative amount in a style, {} its digits."""
    return lambda printed: style.format(printed[1:]) if printed.startswith("-") else printed


def thousands(separator: str) -> Callable[[str], str]:
    """Return what prints whole thousands behind another separator."""
    return lambda printed: printed.replace(" ", separator)


STYLES = {
    "parentheses": negative("({})"),
    "hyphen_that_does_not_break": negative("\u2011{}"),
    "figure_dash": negative("\u2012{}"),
    "minus_and_two_spaces": negative("-  {}"),
    "full_width": negative("\uff0d{}"),
    "word": negative("minus {}"),
    "six_per_em": thousands("\u2006"),
    "punctuation": thousands("\u2008"),
    "four_per_em": thousands("\u2005"),
    "apostrophe": thousands("'"),
    "point": thousands("."),
    "kronor": lambda printed: f"{printed} kr",
}


def in_millions() -> tuple[Change, ...]:
    """Return what prints the kronor of the latest report with two digits more, in millions by its headings."""
    found = []
    for row in association_rows(ROOT)["tables"]:
        if row["document_id"] == LATEST and row["printed_unit"]:
            found.append(Change("tables", LATEST, row["table_no"], "printed_unit", "mkr"))
    for row in association_rows(ROOT)["line_items"]:
        if row["document_id"] == LATEST and row["unit"] in ("kr", "tkr"):
            place = f"{row['source_line']}/{row['column_no']}/{row['number_no']}"
            found.append(Change("line_items", LATEST, place, "unit", "mkr"))
            if row["printed"].strip("-").replace(" ", "").isdigit() and row["printed"] != "0":
                found.append(Change("line_items", LATEST, place, "printed", row["printed"].replace(" ", "") + "00"))
    return tuple(found)


IN_MILLIONS = "__in_millions"
DATES = {"iso_short": "2022-12-9", "unbroken": "20221209", "day_first": "9/12 2022", "words": "den 9 december 2022"}


COPIES = (
    *(Copy(f"__{name}", amounts(style)) for name, style in STYLES.items()),
    Copy(IN_MILLIONS, in_millions()),
    # every print of a late decision
    *(Copy(f"__{name}", (Change("line_items", PLAN, "14/0/1", "printed", text),)) for name, text in DATES.items()),
)


@pytest.mark.parametrize("style", STYLES)
def test_no_style_of_printing_is_accused(style: str, variants: Path) -> None:
    assert amounts(STYLES[style])
    with duckdb.connect(str(variants), read_only=True) as connection:
        found = connection.execute(
            "select finding_key from marts.findings where association_id = ?", [f"provstad__{style}"]
        ).fetchall()
        states = connection.execute(
            "select count(*) from marts.check_results where association_id = ? and state = 'exact'",
            [f"provstad__{style}"],
        ).fetchone()
    assert found == []
    assert states and states[0] > 100


def test_figures_a_million_times_too_large_are_told_and_end_no_build(variants: Path) -> None:
    assert max(len(change.value.strip("-")) for change in in_millions() if change.column == "printed") == 9
    with duckdb.connect(str(variants), read_only=True) as connection:
        causes = connection.execute(
            "select distinct cause from marts.findings where document_id = ?", [LATEST + IN_MILLIONS]
        ).fetchall()
        largest = connection.execute(
            "select max(abs(computed_amount)) from marts.check_results where document_id = ?", [LATEST + IN_MILLIONS]
        ).fetchone()
    assert ("scale",) in causes
    # more than thirteen digits before the point: what did not fit a sum of six decimals
    assert largest and largest[0] > 10**12


@pytest.mark.parametrize("text", DATES)
def test_a_late_decision_is_seen_however_its_date_is_printed(text: str, variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        states = connection.execute(
            "select state, printed_amount from marts.check_results where rule_id = 'BK-011' and document_id = ?",
            [f"{PLAN}__{text}"],
        ).fetchall()
    assert states == [("deviation", 9)]
