"""A heading that prints another year than its figures are of: the ties decide, and the heading is told."""

from finsam_audit.mapping.columns import column_of
from finsam_audit.mapping.mapper import map_state
from finsam_audit.mapping.report import Number, Report, Row, Table

INCOME: list[tuple[str, tuple[str, ...]]] = [
    ("Verksamhetens intäkter", ("5 120 345", "4 901 120")),
    ("Verksamhetens kostnader", ("-5 083 010", "-4 887 233")),
    ("Årets resultat", ("37 335", "13 887")),
]


def table(table_no: int, heading: str, columns: list[str], rows: list[tuple[str, tuple[str, ...]]]) -> Table:
    read = tuple(
        Row(
            str(100 * table_no + n),
            label,
            tuple(Number(str(100 * table_no + n), c, 1, p) for c, p in enumerate(prints, 1)),
        )
        for n, (label, prints) in enumerate(rows)
    )
    return Table(table_no, heading, "", dict(enumerate(columns, 1)), read)


def years_of(*tables: Table) -> list[list[int | None]]:
    state = map_state(Report("Provstad", "", "annual_report", 2024, "provstad", tables))[0]
    return [[column.year for _, column in sorted(mapped.columns.items())] for mapped in state.tables]


def test_a_heading_left_from_another_year_does_not_move_its_figures() -> None:
    income = table(1, "Resultaträkning", ["2024", "2022"], INCOME)
    overview = table(2, "Flerårsöversikt", ["2024", "2023"], INCOME)
    assert years_of(income, overview) == [[2024, 2023], [2024, 2023]]


def test_two_columns_headed_alike_are_two_years_where_the_ties_say_so() -> None:
    income = table(1, "Resultaträkning", ["2024", "2024"], INCOME)
    overview = table(2, "Flerårsöversikt", ["2024", "2023"], INCOME)
    assert years_of(income, overview) == [[2024, 2023], [2024, 2023]]


def test_a_heading_that_anything_bears_out_stays() -> None:
    income = table(1, "Resultaträkning", ["2024", "2022"], INCOME)
    overview = table(2, "Flerårsöversikt", ["2024", "2023", "2022"], [(a, (*b, b[1])) for a, b in INCOME])
    assert years_of(income, overview)[0] == [2024, 2022]


def test_nothing_is_moved_where_too_little_agrees() -> None:
    small: list[tuple[str, tuple[str, ...]]] = [("Årets resultat", ("257", "241"))]
    income = table(1, "Resultaträkning", ["2024", "2022"], small)
    overview = table(2, "Flerårsöversikt", ["2024", "2023"], small)
    assert years_of(income, overview)[0] == [2024, 2022]


def test_the_heading_of_a_table_left_from_another_year_does_not_move_its_figures() -> None:
    income = table(1, "Resultaträkning", ["2024", "2023"], INCOME)
    rows: list[tuple[str, tuple[str, ...]]] = [(label, (prints[0], prints[0], "1 234")) for label, prints in INCOME]
    for heading, year in (("Nyckeltal 2021", 2024), ("Nyckeltal 2024", 2024), ("Nyckeltal 2025", 2025)):
        found = years_of(income, table(2, heading, ["Utfall", "Redovisat", "Per invånare"], rows))[1]
        assert found[2] == year, heading


def test_the_last_day_of_a_year_is_one_with_two_digits_too() -> None:
    for last, before in (("16-12-31", "15-12-31"), ("161231", "151231"), ("2016-12-31", "2015-12-31")):
        assert years_of(table(1, "Balansräkning", [last, before], INCOME)) == [[2016, 2015]], last
    assert column_of("12-06-31").year is None


def test_a_span_of_days_is_of_its_last_year() -> None:
    assert column_of("160101-161231").year == 2016
