"""Who took part in a year is one count in overviews, tables of participants and running text: it is held alike."""

from decimal import Decimal
from pathlib import Path

import pytest
from finsam_audit.formulas import percentage
from finsam_audit.intake.amounts import amounts_in
from finsam_audit.mapping.mapper import map_report
from finsam_audit.mapping.report import Number, Text
from test_intake_awkward import text
from test_intake_forms import TITLE
from test_mapping import INCOME, report_of, report_with

OVERVIEW = [("Soliditet", ["62 %", "60 %"]), ("Antal deltagare", ["412", "378"])]
BY_ACTIVITY = [
    ("Lotsen", ["120", "98", "218"]),
    ("V\xe4xthuset", ["101", "93", "194"]),
    ("Samtliga", ["221", "191", "412"]),
]
COLUMNS = ["Kvinnor", "M\xe4n", "Totalt"]
Counts = list[tuple[str, str, str, str]]


def counts(*tables: object, texts: tuple[Text, ...] = ()) -> Counts:
    """Return the prints of all who took part in a report of 2024: statement, member, year, print."""
    report = report_with(INCOME, *tables, year=2024)  # type: ignore[arg-type]
    rows = map_report(type(report)(**{**vars(report), "texts": texts}))["line_items"]
    return [
        (row["statement"], row["member"], row["period"], row["printed"])
        for row in rows
        if row["line_item"] == "participants" and row["statement"] != "goals"
    ]


def overview(printed: str = "412") -> object:
    rows = [*OVERVIEW[:1], ("Antal deltagare", [printed, "378"])]
    return report_of("Tre \xe5r i sammandrag", ["2024", "2023"], rows, 2)


def by_activity(heading: str = "Deltagare per insats 2024", total: str = "Samtliga") -> object:
    return report_of(heading, COLUMNS, [*BY_ACTIVITY[:2], (total, BY_ACTIVITY[2][1])], 3)


BOTH = {
    ("multi_year_overview", "", "2024", "412"),
    ("participants", "", "2024", "412"),
    ("participants", "women", "2024", "221"),
    ("participants", "men", "2024", "191"),
}


def test_an_overview_and_a_table_that_agree_count_the_same() -> None:
    assert BOTH <= set(counts(overview(), by_activity()))


@pytest.mark.parametrize(
    ("printed", "is_one"),
    [("421", True), ("413", True), ("378", True), ("306", False), ("41", False), ("431", False)],
)
def test_a_slip_keeps_two_tables_one_count_and_any_other_difference_does_not(printed: str, is_one: bool) -> None:
    # digits that changed places, one wrong digit, the year before; else the overview counts something else
    found = {
        row[3] for row in counts(overview(printed), by_activity()) if row[:3] == ("multi_year_overview", "", "2024")
    }
    assert found == ({printed} if is_one else set())


def test_counts_of_two_digits_are_too_much_alike_to_be_slips_of_each_other() -> None:
    small = report_of("Deltagare 2024", ["Antal"], [("Lotsen", ["20"]), ("V\xe4xthuset", ["21"]), ("Summa", ["41"])], 3)
    assert counts(overview("47"), small) == []
    assert ("participants", "", "2024", "41") in counts(overview("41"), small)


@pytest.mark.parametrize(
    ("heading", "total"),
    [
        ("Avslutade deltagare per insats 2024", "Samtliga"),
        ("Nya deltagare per insats 2024", "Samtliga"),
        ("Deltagare per insats 2024", "Summa unika personer"),
    ],
)
def test_what_counts_others_than_all_is_not_held_against_them(heading: str, total: str) -> None:
    assert [row for row in counts(overview(), by_activity(heading, total)) if row[0] == "participants"] == []


def test_one_table_alone_is_no_print_of_a_count_that_others_have() -> None:
    assert counts(by_activity()) == []


def test_a_sum_needs_no_word_where_its_rows_add_up_to_it() -> None:
    assert BOTH <= set(counts(overview(), by_activity(total="B\xe5da kommunerna")))


def test_of_two_columns_that_may_be_all_neither_is() -> None:
    rows = [("Lotsen", ["120", "98"]), ("Samtliga", ["412", "300"])]
    table = report_of("Deltagare 2024", ["Totalt", "Antal"], rows, 3)
    assert counts(overview(), table) == []


def test_a_change_of_the_count_is_no_count() -> None:
    rows = [("Soliditet", ["62 %", "60 %", ""]), ("Antal deltagare", ["412", "378", "34"])]
    summary = report_of("Tre \xe5r i sammandrag", ["2024", "2023", "F\xf6r\xe4ndring"], rows, 2)
    found = counts(summary, by_activity())
    assert ("multi_year_overview", "", "2024", "34") in found
    report = map_report(report_with(INCOME, summary, by_activity(), year=2024))  # type: ignore[arg-type]
    measures = {row["printed"]: row["measure"] for row in report["line_items"] if row["label"] == "Antal deltagare"}
    assert measures == {"412": "count", "378": "count", "34": "deviation"}


@pytest.mark.parametrize(
    ("printed", "is_one"), [("412 personer", True), ("421 personer", True), ("52 personer", False)]
)
def test_a_sentence_about_all_is_held_against_the_tables(printed: str, is_one: bool) -> None:
    told = Text("Deltagare", Number("9", 0, 1, printed), told_as="participants")
    found = counts(overview(), by_activity(), texts=(told,))
    assert (("narrative", "", "2024", printed) in found) is is_one


TABLES = "\n".join(
    [
        "Deltagare per insats 2024",
        "",
        "\tKvinnor\tM\xe4n\tTotalt",
        "Lotsen\t120\t98\t218",
        "V\xe4xthuset\t101\t93\t194",
        "Samtliga\t221\t191\t412",
        "",
    ]
)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("F\xf6rbundets fyra insatser n\xe5dde 421 personer under 2024.", ["421 personer"]),
        ("Under 2024 hade vi 421 deltagare.", ["421 deltagare"]),
        ("Finsam Provet hade 421 deltagare under 2024, sju fler \xe4n \xe5ret f\xf6re.", ["421 deltagare"]),
        ("Antalet deltagare gick fr\xe5n 378 till 421, en uppg\xe5ng.", ["421"]),
        ("Antalet deltagare var 421.", ["421"]),
        # of one activity, of those who are new, of what is to be, of a change
        ("Lotsen hade 421 deltagare.", []),
        ("Under \xe5ret skrevs 421 personer in.", []),
        ("Vi hade 421 deltagare i Lotsen.", []),
        ("Det blev 421 nya deltagare.", []),
        ("Antalet deltagare \xf6kade med 421 personer.", []),
    ],
)
def test_a_sentence_counts_all_where_it_names_nothing_else(tmp_path: Path, sentence: str, found: list[str]) -> None:
    report = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{TABLES}").report
    rows = map_report(report)["line_items"]
    told = [row["printed"] for row in rows if (row["statement"], row["line_item"]) == ("narrative", "participants")]
    assert told == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Under 2024 hade vi 412 deltagare, 34 fler än 2023.", [("34", "deviation")]),
        (
            "Under 2024 deltog 412 personer, varav 221 kvinnor. Det är 9 procent fler än året före.",
            [("9 procent", "share")],
        ),
        ("Under 2024 hade vi 412 deltagare, en uppgång med 9 procent.", [("9 procent", "share")]),
        # of something else that was named since, of two years, of a plan
        ("Under 2024 hade vi 412 deltagare. Lotsen hade 9 procent fler än året före.", []),
        ("Under 2024 hade vi 412 deltagare, 34 fler än 2021.", []),
        ("Under 2024 hade vi 412 deltagare. Nöjda var 90 procent.", []),
    ],
)
def test_what_a_count_rose_by_is_held_against_the_year_before(
    tmp_path: Path, sentence: str, found: list[tuple[str, str]]
) -> None:
    report = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{TABLES}").report
    rows = map_report(report)["line_items"]
    assert [(row["printed"], row["measure"]) for row in rows if row["line_item"] == "participants_change"] == found


def test_a_number_of_participants_needs_no_unit() -> None:
    said = "Antalet deltagare gick fr\xe5n 378 till 412 och 52 procent var kvinnor."
    assert [(one.reading, one.unit.strip()) for one in amounts_in(said)] == [
        ("378", "deltagare"),
        ("412", "deltagare"),
        ("52", "procent"),
    ]
    assert [one.reading for one in amounts_in("Antalet deltagare var 1 412 personer.")] == ["1412"]


@pytest.mark.parametrize(
    ("share", "said"),
    [("21.8487", "21,849"), ("82.3300", "82,33"), ("45.4981", "45,498"), ("50", "50"), ("-1.2496", "−1,25")],
)
def test_a_percentage_is_told_so_that_it_rounds_to_what_it_is(share: str, said: str) -> None:
    assert percentage(Decimal(share)) == said


TABLE_OF_TWO = (
    "Deltagare 2024\n\n\tKvinnor\tM\xe4n\tTotalt\nLotsen\t48\t30\t78\nD\xf6rren\t16\t24\t40\nSumma\t64\t54\t118\n"
)


@pytest.mark.parametrize(
    ("sentence", "member", "printed"),
    [
        # the parts say of which table it is the sum, whatever it prints
        (
            "Under 2024 hade vi 127 deltagare i tv\xe5 insatser, f\xf6rdelat p\xe5 Lotsen 78 och D\xf6rren 40.",
            "",
            "127 deltagare",
        ),
        # women and men of all who took part are those of the table
        ("Insatserna hade 118 deltagare, varav 64 kvinnor och 57 m\xe4n.", "men", "57 m\xe4n"),
    ],
)
def test_counts_of_a_sentence_are_those_that_a_table_counts(
    tmp_path: Path, sentence: str, member: str, printed: str
) -> None:
    reading = text(
        tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence} De var n\xf6jda.\n\n{TABLE_OF_TWO}"
    )
    rows = [row for row in map_report(reading.report)["line_items"] if row["line_item"] == "participants"]
    assert ("narrative", member, printed) in {(row["statement"], row["member"], row["printed"]) for row in rows}
    assert ("participants", member) in {(row["statement"], row["member"]) for row in rows}


def test_so_many_of_those_who_ended_are_not_all_of_them(tmp_path: Path) -> None:
    table = (
        "Situation efter avslut\n\n\tKvinnor\tM\xe4n\tSumma\nI arbete\t30\t18\t48\n"
        "I v\xe5rd\t23\t29\t52\nAvslutade\t53\t47\t100\n"
    )
    sentence = "48 av 100 avslutade, 48 %, var i arbete."
    reading = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{table}")
    told = [row for row in map_report(reading.report)["line_items"] if row["statement"] == "narrative"]
    assert "avslutade" not in {row["member"] for row in told if row["printed"].startswith("48")}
