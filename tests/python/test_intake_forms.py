"""Forms that reports met for the first time had: references, judgements, units, headings in other places."""

from pathlib import Path

import docx
import openpyxl
import pytest
from finsam_audit.intake.blocks import Grid, Text
from finsam_audit.intake.facts import decision_of, facts_of
from finsam_audit.intake.read import Reading, read_report
from finsam_audit.mapping.associations import association_of
from finsam_audit.mapping.mapper import map_report
from pdf_pages import at, ending, pdf, rows
from test_intake_awkward import book, text
from test_intake_hazards import rows_of

TITLE = "Samordningsf\xf6rbundet Provet\n\n"
NOTES = "\nNot 2 Bidrag\n\n\t2024\t2023\nStaten\t400000\t380000\nSumma\t400000\t380000\n"


def headings(reading: Reading, number: int = 0) -> dict[int, str]:
    """Return the headings of the columns of a table."""
    return reading.report.tables[number].columns


def told_in(folder: Path, sentence: str, tables: str) -> list[tuple[str, str]]:
    """Return code and measure of the numbers of a sentence, in a report of 2024 with such tables."""
    report = text(folder / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{tables}").report
    rows = map_report(report)["line_items"]
    return [(row["line_item"], row["measure"]) for row in rows if row["statement"] == "narrative"]


def test_references_before_the_labels_have_their_heading(tmp_path: Path) -> None:
    table = "Resultatr\xe4kning\n\nNot\tkr\t2024\t2023\n2\tBidrag\t400000\t380000\n\tSumma\t400000\t380000\n"
    reading = text(tmp_path / "a.txt", TITLE + table)
    assert headings(reading)[0] == "Not"
    assert rows_of(reading)[0] == ("Bidrag", ["2", "400000", "380000"])


def test_a_column_without_a_heading_that_names_the_notes_is_one_of_references(tmp_path: Path) -> None:
    table = "Resultatr\xe4kning\n\n\t2024\t2023\nBidrag\t400000\t380000\t2\nSumma\t400000\t380000\t2\n"
    assert headings(text(tmp_path / "a.txt", TITLE + table + NOTES))[3] == "Not"
    assert headings(text(tmp_path / "b.txt", TITLE + table))[3] == ""


def test_references_are_told_beside_amounts_of_which_one_is_nothing(tmp_path: Path) -> None:
    table = "Not\t\t2024\t2023\nBidrag\t2\t400000\t380000\nAvskrivningar\t\t0\t0\nSumma\t3\t400000\t380000\n"
    reading = text(tmp_path / "a.txt", TITLE + "Resultatr\xe4kning\n\n" + table + NOTES + "\nNot 3 Summa\n\nText.\n")
    assert rows_of(reading)[0] == ("Bidrag", ["2", "400000", "380000"])
    assert "Not" in headings(reading).values()


@pytest.mark.parametrize(("heads", "heading"), [(("2024", "2023"), "Not"), (("Mark", "Hus"), "")])
def test_one_number_of_a_note_is_a_reference_where_years_head_what_follows(
    tmp_path: Path, heads: tuple[str, str], heading: str
) -> None:
    table = f"Balansr\xe4kning\n\n\t\t{heads[0]}\t{heads[1]}\nSkulder\t2\t2443\t2382\nSumma\t\t2443\t2382\n"
    assert headings(text(tmp_path / "a.txt", TITLE + table + NOTES)).get(1, "") == heading


def test_questions_with_shares_are_the_rows_of_a_survey(tmp_path: Path) -> None:
    asked = "F\xe5r du st\xf6d p\xe5 ett s\xe4tt som \xe4r till stor nytta f\xf6r dig?"
    other = "K\xe4nner du dig mer redo att arbeta eller studera?"
    table = f"Enk\xe4t\n\nFr\xe5ga\t2024\t2023\n{asked}\t93%\t91%\n{other}\t68%\t71%\n"
    reading = text(tmp_path / "a.txt", TITLE + table)
    assert rows_of(reading)[0] == (asked, ["93%", "91%"])


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["\xc5rsredovisning", "F\xf6rbundet", "2024"], 2024),
        (["2024", "\xc5rsredovisning"], 2024),
        (["\xc5rsredovisning", "F\xf6rbundet", "2024 \xe5rs bokslut"], None),
    ],
)
def test_the_year_of_a_report_may_stand_by_itself_on_the_cover(texts: list[str], year: int | None) -> None:
    assert facts_of([Text(str(n), text, 1) for n, text in enumerate(texts)]).fiscal_year == year


def test_an_association_that_a_sentence_names_beside_another_is_not_whose_report_it_is() -> None:
    texts = ["\xc5rsredovisning 2024", "Dagen ordnades med V\xe4stra Lidens och Norra Dalens samordningsf\xf6rbund."]
    assert facts_of([Text(str(n), text) for n, text in enumerate(texts)]).association == ""
    texts.append("I \xc5dalens samordningsf\xf6rbund deltar tre kommuner.")
    name = facts_of([Text(str(n), text) for n, text in enumerate(texts)]).association
    assert name == "\xc5dalens samordningsf\xf6rbund"


def test_headings_that_open_and_close_with_a_day_head_their_columns(tmp_path: Path) -> None:
    table = "Flöde 2024\n\nInsats\tInskrivna 1 januari\tNya\tAvslutade\tInskrivna 31 december\nBron\t27\t31\t29\t29\n"
    (found,) = text(tmp_path / "a.txt", TITLE + table).report.tables
    assert [found.columns[column] for column in (1, 4)] == ["Inskrivna 1 januari", "Inskrivna 31 december"]
    assert [row.label for row in found.rows] == ["Bron"]


def test_references_before_the_labels_of_a_pdf_are_no_part_of_them(tmp_path: Path) -> None:
    lines = [("2", "Bidrag", "400 000"), ("", "Projekt", "20 000"), ("3", "Personal", "-90 000"), ("", "Summa", "1")]
    page = at(60, 700, "Resultatr\xe4kning", 14) + at(60, 670, "Not") + at(90, 670, "Kronor") + ending(400, 670, "2024")
    for n, (note, label, amount) in enumerate(lines):
        page += (
            (at(64, 650 - 14 * n, note) if note else "")
            + at(90, 650 - 14 * n, label)
            + ending(400, 650 - 14 * n, amount)
        )
    reading = text_of_pdf(tmp_path / "a.pdf", page)
    assert rows_of(reading)[:2] == [("Bidrag", ["2", "400 000"]), ("Projekt", ["20 000"])]
    assert headings(reading)[0] == "Not"
    assert reading.report.tables[0].unit_text == "Kronor"


def text_of_pdf(path: Path, content: str) -> Reading:
    """Write a page, and read it."""
    return read_report(pdf(path, content))


def test_a_column_of_units_may_say_percent_for_a_ratio(tmp_path: Path) -> None:
    table = "Fem \xe5r\n\n\tEnhet\t2024\t2023\nKostnader\ttkr\t4723\t4989\nSoliditet\t%\t75,1\t65,8\n"
    reading = text(tmp_path / "a.txt", TITLE + table)
    assert [row.unit for row in reading.report.tables[0].rows] == ["tkr", "percent"]


def test_a_decision_between_the_heading_of_a_plan_and_its_table_is_none_of_the_report() -> None:
    plan = [Text("1", "Budget och ekonomisk plan", 2), Text("2", "Beslutad 2025-11-24.")]
    table, signed = Grid(()), Text("4", "Fastst\xe4lld den 2026-03-12")
    assert decision_of([*plan, table], "annual_report") is None
    assert decision_of([*plan, table, signed], "annual_report") == (signed, "2026-03-12")
    assert decision_of(plan, "plan") == (plan[1], "2025-11-24")


def beside(first: str, second: str) -> str:
    """Return a page with two notes beside each other, their headings a little outside of their labels."""
    page = at(56, 700, first, 11) + at(306, 700, second, 11)
    for x in (60, 310):
        page += ending(x + 130, 684, "2023") + ending(x + 190, 684, "2024")
        for n, label in enumerate(("Lokaler", "Resor", "Arvoden", "Summa")):
            y = 670 - 13 * n
            page += (
                at(x, y, label) + ending(x + 130, y, f"{n + 1} {x}00"[:5]) + ending(x + 190, y, f"{n + 2} {x}00"[:5])
            )
    return page


def test_tables_beside_each_other_have_headings_of_their_own(tmp_path: Path) -> None:
    reading = text_of_pdf(tmp_path / "a.pdf", beside("Not 3 Kostnader", "Not 4 Fordringar"))
    assert [table.heading for table in reading.report.tables] == ["Not 3 Kostnader", "Not 4 Fordringar"]
    assert [len(table.rows) for table in reading.report.tables] == [4, 4]


def test_a_heading_on_two_lines_is_that_of_its_column_alone(tmp_path: Path) -> None:
    page = at(60, 700, "Driftredovisning, tkr", 14) + ending(386, 672, "Del av") + at(60, 662, "Verksamhet")
    for x, word in ((316, "Utfall"), (386, "kostnaden"), (456, "Budget")):
        page += ending(x, 662, word)
    for n, row in enumerate((("Kansli", "603,6", "18,8 %", "640,0"), ("Styrelse", "194,0", "6,0 %", "210,0"))):
        page += at(60, 648 - 13 * n, row[0])
        for x, value in zip((316, 386, 456), row[1:], strict=True):
            page += ending(x, 648 - 13 * n, value)
    assert list(headings(text_of_pdf(tmp_path / "a.pdf", page)).values()) == ["Utfall", "Del av kostnaden", "Budget"]


def test_parts_of_a_year_head_columns(tmp_path: Path) -> None:
    table = "Deltagare per kvartal\n\n\tKv 1\tKv 2\tHel\xe5r\nNya\t31\t25\t56\nAvslutade\t3\t15\t18\n"
    assert headings(text(tmp_path / "a.txt", TITLE + table)) == {1: "Kv 1", 2: "Kv 2", 3: "Hel\xe5r"}


def test_dots_lead_from_labels_to_numbers(tmp_path: Path) -> None:
    lines = ["Kassafl\xf6desanalys", "", "tkr                               2024     2023"]
    lines += [
        f"{label} {'.' * (31 - len(label))}    - 85      107"
        for label in ("Justering f\xf6r annat", "Minskning av annat")
    ]
    assert rows_of(text(tmp_path / "a.txt", TITLE + "\n".join(lines)))[0] == ("Justering f\xf6r annat", ["- 85", "107"])


def test_a_heading_between_dashes_covers_what_it_stands_over(tmp_path: Path) -> None:
    table = """DRIFTREDOVISNING
Belopp i tkr.
------------------------------------------------------------
                    ------ Utfall 2024 ------   Budget
Insats                Int\xe4kt   Kostnad     Netto    netto  Avvikelse
------------------------------------------------------------
Kansli                     -   - 1 222   - 1 222  - 1 240         18
Arena                    497   - 1 982   - 1 485  - 1 620        135
------------------------------------------------------------
"""
    assert list(headings(text(tmp_path / "a.txt", TITLE + table)).values()) == [
        "Utfall 2024 Int\xe4kt",
        "Utfall 2024 Kostnad",
        "Utfall 2024 Netto",
        "Budget netto",
        "Avvikelse",
    ]


def test_days_above_years_head_columns_with_them(tmp_path: Path) -> None:
    table = "BALANSR\xc4KNING\n" + "=" * 50 + "\n" + " " * 24 + "31 dec      31 dec\n"
    table += (
        "tkr                       2024        2023\n" + "=" * 50 + "\nFordringar               1 388         327\n"
    )
    reading = text(tmp_path / "a.txt", TITLE + table)
    assert (headings(reading), reading.report.tables[0].heading) == (
        {1: "31 dec 2024", 2: "31 dec 2023"},
        "BALANSR\xc4KNING",
    )


def test_judgements_stand_before_the_goals_or_without_a_known_heading(tmp_path: Path) -> None:
    first = "|  | M\xe5l | M\xe5lv\xe4rde | Utfall |\n|---|---|---|---|\n"
    marks = "# Samordningsf\xf6rbundet Provet\n\n## M\xe5l 2024\n\n" + first
    marks += "| \u2717 | Soliditet | minst 50 % | 41,7 % |\n| \u2713 | Deltagare | minst 160 | 175 |\n"
    reading = text(tmp_path / "a.md", marks)
    assert rows_of(reading)[0] == ("Soliditet", ["\u2717", "minst 50 %", "41,7 %"])
    last = "M\xe5l\n\nM\xe5l\tUtfall\tM\xe5lv\xe4rde\tN\xe5tt?\nSoliditet\t60 %\tminst 30 %\tJa\n"
    last += "Deltagare\t175\tminst 160\tJa\nEget kapital\t10 %\tminst 20 %\tNej\n"
    assert rows_of(text(tmp_path / "b.txt", TITLE + last))[0] == ("Soliditet", ["60 %", "minst 30 %", "Ja"])


def test_a_row_says_its_own_unit(tmp_path: Path) -> None:
    lines = [["\xd6versikt", "Enhet", 2024, 2023], ["Kostnader", "tkr", 8102000, 7958000], ["Resultat", "kr", 20381, 9]]
    reading = book(tmp_path / "a.xlsx", lines, {3: "#,##0"})
    assert [row.unit for row in reading.report.tables[0].rows] == ["tkr", "kr"]
    units = [row["unit"] for row in map_report(reading.report)["line_items"]]
    assert units == ["tkr", "tkr", "kr", "kr"]


def test_a_name_has_no_words_that_stand_beside_it(tmp_path: Path) -> None:
    for n, (line, name) in enumerate(
        {
            "Samordningsf\xf6rbundet \xc4lven Organisationsnummer 222000-9134": "Samordningsf\xf6rbundet \xc4lven",
            "SAMORDNINGSF\xd6RBUNDET NORRA KUSTEN": "Samordningsf\xf6rbundet Norra Kusten",
            "SAMORDNINGSF\xd6RBUNDET LJUNG-HEDE OCH VIK": "Samordningsf\xf6rbundet Ljung-Hede och Vik",
            "Samordningsf\xf6rbundet Orrmark\u2013Fj\xe4ll finns.": "Samordningsf\xf6rbundet Orrmark\u2013Fj\xe4ll",
            "Vi i Finsam Norra Vikbygden \xe4r fyra.": "Finsam Norra Vikbygden",
            "Vi i Samordningsf\xf6rbundet Sj\xf6 och Skog finns.": "Samordningsf\xf6rbundet Sj\xf6 och Skog",
        }.items()
    ):
        reading = text(
            tmp_path / f"{n}.txt", line + "\n\nResultatr\xe4kning\n\n\t2024\nBidrag\t400000\nSumma\t400000\n"
        )
        assert reading.report.association == name


TABLE = "Resultatr\xe4kning\n\n\t2024\t2023\nBidrag\t400000\t380000\nVerksamhetens int\xe4kter\t574900\t480200\n"


def told(tmp_path: Path, sentence: str) -> list[tuple[str, str, str]]:
    """Return what is read of a sentence above a table: label, print and why."""
    reading = text(tmp_path / "a.txt", TITLE + sentence + "\n\n" + TABLE)
    why = {one.address: one.reason for one in reading.numbers}
    return [
        (one.label, one.number.printed, why[one.number.source_line, one.number.column_no, one.number.number_no])
        for one in reading.report.texts
    ]


def test_running_text_rounds_what_a_table_prints(tmp_path: Path) -> None:
    sentence = "F\xf6rbundets bidrag var 400 tkr under \xe5ret, och int\xe4kter ger 0,575 mnkr totalt."
    assert told(tmp_path, sentence) == [
        ("Bidrag", "400 tkr", "text_tie"),
        ("Verksamhetens int\xe4kter", "0,575 mnkr", "text_tie"),
    ]


def test_an_amount_behind_a_name_is_read_though_no_table_prints_it(tmp_path: Path) -> None:
    sentence = "Verksamhetens int\xe4kter var 547 900 kr under \xe5ret och det blev 612 345 kr totalt f\xf6r alla."
    assert told(tmp_path, sentence) == [("Verksamhetens int\xe4kter", "547 900 kr", "text_name")]


def test_what_a_table_prints_for_another_year_or_as_budget_is_not_this_years_outcome(tmp_path: Path) -> None:
    head = "Samordningsf\xf6rbundet Provet\n\n\xc5rsredovisning 2024\n\n"
    table = "Resultatr\xe4kning\n\n\t2024\t2023\tBudget 2024\n\xc5rets resultat\t412300\t381200\t395500\n"
    for n, (amount, code) in enumerate(
        {"412 300": ("net_result", "actual"), "395 500": ("net_result", "budget")}.items()
    ):
        reading = text(
            tmp_path / f"{n}.txt", f"{head}\xc5rets resultat som n\xe4mns h\xe4r \xe4r {amount} kr.\n\n{table}"
        )
        rows = map_report(reading.report)["line_items"]
        assert [(row["line_item"], row["measure"]) for row in rows if row["statement"] == "narrative"] == [code]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("\xc5rets resultat som n\xe4mns h\xe4r \xe4r 412 900 kr.", "net_result"),
        ("Underskottet 2025 ger \xe5rets resultat 141 900 kr.", "row"),
        ("\xc5rets resultat 2023 var 318 200 kr.", "net_result 2023"),
        ("\xc5rets resultat blev 318 200 kr, vilket var 2023.", "net_result 2023"),
        ("J\xe4mf\xf6rt med 2023 steg \xe5rets resultat till 412 900 kr.", "net_result"),
        ("\xc5rets resultat var 412 900 kr 2024, mot ett underskott 2023.", "net_result"),
        ("Nu v\xe4ntas \xe5rets resultat bli 141 900 kr f\xf6r oss.", "row"),
        ("Vi v\xe4ntar p\xe5 besked om 2025. \xc5rets resultat var 412 900 kr.", "net_result"),
    ],
)
def test_what_a_sentence_tells_of_another_year_or_of_a_plan_is_no_outcome_of_this(
    tmp_path: Path, sentence: str, code: str
) -> None:
    head = "Samordningsf\xf6rbundet Provet\n\n\xc5rsredovisning 2024\n\n"
    table = "Resultatr\xe4kning\n\n\t2024\t2023\n\xc5rets resultat\t412300\t381200\n"
    rows = map_report(text(tmp_path / "a.txt", f"{head}{sentence}\n\n{table}").report)["line_items"]
    assert [f"{row['line_item']} {row['period']}" for row in rows if row["statement"] == "narrative"] == [
        code if code.endswith("2023") else f"{code} 2024"
    ]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        # last year's figure, told as this year's end
        ("F\xf6rbundets eget kapital uppgick vid \xe5rsskiftet till 381 200 kr.", "equity"),
        ("F\xf6rbundets eget kapital var 381 200 kr vid \xe5rets slut.", "equity"),
        ("Eget kapital var 2024 sammanlagt 381 200 kr.", "equity"),
        ("F\xf6rbundets eget kapital var 381 200 kr.", "equity"),
        ("F\xf6rbundets eget kapital var 381 200 kr \xe5ret f\xf6re.", "equity 2023"),
        ("Vid f\xf6reg\xe5ende \xe5rs slut, vid \xe5rsskiftet, var eget kapital 381 200 kr.", "equity 2023"),
        ("Vid \xe5rets slut 2023 var eget kapital 381 200 kr.", "equity 2023"),
        # what a year opens with is no print of its end
        ("F\xf6rbundets likvida medel uppgick vid \xe5rsskiftet till 265 400 kr.", "cash"),
        ("Verksamhetens int\xe4kter uppgick till 915 300 kr.", "total_income"),
    ],
)
def test_an_amount_that_is_told_of_the_years_end_is_of_this_year(tmp_path: Path, sentence: str, code: str) -> None:
    head = "Samordningsf\xf6rbundet Provet\n\n\xc5rsredovisning 2024\n\n"
    table = (
        "Balansr\xe4kning\n\n\t2024\t2023\nLikvida medel\t297100\t265400\nEget kapital\t412300\t381200\n\n"
        "Kassafl\xf6desanalys\n\n\t2024\t2023\n\xc5rets resultat\t31700\t28100\n"
        "Ing\xe5ende likvida medel\t265400\t237300\nUtg\xe5ende likvida medel\t297100\t265400\n\n"
        "Resultatr\xe4kning\n\n\t2024\t2023\nVerksamhetens int\xe4kter\t951300\t902800\n"
    )
    rows = map_report(text(tmp_path / "a.txt", f"{head}{sentence}\n\n{table}").report)["line_items"]
    assert [f"{row['line_item']} {row['period']}" for row in rows if row["statement"] == "narrative"] == [
        code if code.endswith("2023") else f"{code} 2024"
    ]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Den st\xf6rsta insatsen, Kompassen, kostade 430 409 kr.", [("activity", "actual")]),
        (
            "Budgeten f\xf6r Kompassen var 480 000 kr och utfallet 490 409 kr.",
            [("activity", "budget"), ("activity", "actual")],
        ),
        ("Till Kompassen kom fr\xe5n regionen 430 409 kr det \xe5ret.", [("row", "actual")]),
        ("Kompassen kostade 430 409 kr mer \xe4n v\xe4ntat.", [("row", "actual")]),
        ("Kompassen kostade 430 409 kr under 2023.", [("row", "actual")]),
        ("Kompassen kostade 430 409 kr. Kostnaden f\xf6r Kompassen var 440 409 kr.", [("row", "actual")] * 2),
    ],
)
def test_what_a_text_says_that_an_activity_costs_is_held_against_the_account(
    tmp_path: Path, sentence: str, told: list[tuple[str, str]]
) -> None:
    table = (
        "Driftredovisning\n\n\tBudget 2024\tUtfall 2024\tAvvikelse 2024\nKompassen\t408000\t490409\t-82409\n"
        "Lotsen\t300000\t290300\t9700\nKansli\t200000\t199200\t800\nSumma\t908000\t979909\t-71909\n"
    )
    assert told_in(tmp_path, sentence, table) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Kompassen kostade 28 409 kr mer \xe4n ber\xe4knat.", [("deficit", "deviation")]),
        ("Kompassen blev 28 409 kr dyrare \xe4n budget.", [("deficit", "deviation")]),
        ("Kompassen \xf6verskred budgeten med 28 409 kr.", [("deficit", "deviation")]),
        ("Lotsen gick 9 700 kr b\xe4ttre \xe4n budget.", [("surplus", "deviation")]),
        ("Lotsen l\xe5g 9 900 kr under budget.", [("surplus", "deviation")]),
        (
            "Kompassen, 490 409 kr, utg\xf6r 40 % av f\xf6rbundets totala kostnader.",
            [("told", "actual"), ("activity", "share")],
        ),
        ("M\xe5let \xe4r att Kompassen ska vara 40 % av kostnaderna.", []),
        # several things together are none of them
        ("Kansli och Lotsen kostade tillsammans 489 500 kr.", [("activity", "actual")]),
        ("Kansliets kostnader uppgick till 198 200 kr.", [("activity", "actual")]),
        ("F\xf6rbundets summa kostnader var 9,79 mnkr.", [("total_costs", "actual")]),
        # a part of all costs is not all of them
        ("Av de totala kostnaderna gick 780 709 kr till insatser.", []),
        ("Soliditeten \xe4r 52,2 %.", [("equity_ratio", "ratio")]),
        ("Soliditeten \xe4r 61,8 %.", [("equity_ratio", "ratio")]),
        ("Soliditeten ska vara minst 20 %.", []),
        (
            "Eget kapital var 812 300 kr vid \xe5rets slut och motsvarade 28,3 % av medlemsbidragen.",
            [("equity", "actual"), ("equity_to_contributions", "ratio")],
        ),
        ("Eget kapital f\xe5r vara h\xf6gst 20 % av medlemsbidragen.", []),
        # a name of the overview that the words of the text alone do not give
        ("Eget kapital 31/12 var 812 300 kr vid \xe5rets slut.", [("equity", "actual")]),
    ],
)
def test_excess_over_budget_shares_and_names_of_tables_in_text(
    tmp_path: Path, sentence: str, told: list[tuple[str, str]]
) -> None:
    table = (
        "Driftredovisning\n\n\tBudget 2024\tUtfall 2024\tAvvikelse 2024\nKompassen\t408000\t490409\t-82409\n"
        "Lotsen\t300000\t290300\t9700\nKansli\t200000\t199200\t800\nSumma kostnader\t908000\t979909\t-71909\n\n"
        "Fler\xe5rs\xf6versikt\n\n\t2024\t2023\nEget kapital 31/12\t412300\t381200\nSoliditet\t52,2 %\t51,0 %\n"
    )
    assert told_in(tmp_path, sentence, table) == told


def test_a_remark_below_a_table_is_no_unit_of_the_next_one(tmp_path: Path) -> None:
    first = "Driftredovisning (tkr)\n\n\t2024\t2023\nInsatser\t400\t380\nSumma\t400\t380\n\n"
    remark = "Belopp \xe4r avrundade till tkr var f\xf6r sig.\n\n"
    second = "Not 2 Bidrag\n\n\t2024\t2023\nStaten\t400000\t380000\nSumma\t400000\t380000\n"
    units = [table.unit_text for table in text(tmp_path / "a.txt", TITLE + first + remark + second).report.tables]
    assert units == ["", ""]
    # right above a table it is
    above = "Not 2 Bidrag\n\nAlla belopp i tkr.\n\n" + second.split("\n\n", 1)[1]
    assert text(tmp_path / "b.txt", TITLE + first + above).report.tables[1].unit_text.startswith("Alla belopp i tkr")


@pytest.mark.parametrize("step", [16, 28, 40])
def test_rows_that_are_set_wide_are_one_table(tmp_path: Path, step: int) -> None:
    lines = [
        ("", "2024", "2023"),
        *((label, "12 805", "13 685") for label in ("Bidrag", "Kostnader", "R\xe4nta", "Resultat")),
    ]
    page = at(60, 740, "Resultatr\xe4kning", 14) + rows(lines, (380, 460), step=step)
    tables = read_report(pdf(tmp_path / "a.pdf", page)).report.tables
    assert [len(table.rows) for table in tables] == [4]


def test_ages_and_inhabitants_head_columns(tmp_path: Path) -> None:
    table = "Deltagare 2024\n\n\tKvinnor\tM\xe4n\t16\u201329\t30-44 \xe5r\tSumma\nLotsen\t12\t10\t9\t13\t22\n"
    assert list(headings(text(tmp_path / "a.txt", TITLE + table)).values())[2:4] == ["16\u201329", "30-44 \xe5r"]
    shares = (
        "Not 2 Bidrag fr\xe5n medlemmarna\n\nMedlem\tInv\xe5nare 16-65 \xe5r\tBidrag 2024\nStaten\t\t1700000\n"
        "Ekby kommun\t18412\t600000\nAlby kommun\t9512\t250000\nSumma\t27924\t2550000\n"
    )
    result = map_report(text(tmp_path / "b.txt", TITLE + shares).report)
    assert {row["measure"] for row in result["line_items"] if row["column_no"] == "1"} == {"count"}


def test_a_balance_sheet_in_two_halves_under_the_same_headings_is_two_tables(tmp_path: Path) -> None:
    table = (
        "\n\n| Tillg\xe5ngar | IB | UB | Skulder (not 5) | IB | UB |\n|---|---|---|---|---|---|\n"
        "| Bank | 814 356 | 814 158 | Eget kapital | 319 244 | 368 219 |\n"
        "| Fordringar (not 4) | 37 202 | 106 940 | Skulder (not 5) | 532 314 | 552 879 |\n"
        "| Summa | 851 558 | 921 098 | Summa | 851 558 | 921 098 |\n"
    )
    path = tmp_path / "a.md"
    path.write_text(f"# Samordningsf\xf6rbundet Provet\n\n## Balansr\xe4kning{table}", encoding="utf-8")
    read = [[row.label for row in one.rows] for one in read_report(path).report.tables]
    assert read == [["Bank", "Fordringar (not 4)", "Summa"], ["Eget kapital", "Skulder (not 5)", "Summa"]]
    # other headings over the second numbers: words between numbers are what they are
    path.write_text(
        path.read_text(encoding="utf-8").replace("(not 5) | IB | UB", "(not 5) | Antal | Plats"), encoding="utf-8"
    )
    assert len(read_report(path).report.tables) == 1


def test_a_list_of_key_figures_is_told_as_text(tmp_path: Path) -> None:
    items = [
        "Eget kapital vid \xe5rets slut: 412 300 kr",
        "Kostnad f\xf6r Kompassen: 490 409 kr",
        "Medel p\xe5 banken: 9 900 kr",
    ]
    head = "# Samordningsf\xf6rbundet Provet\n\n## \xc5rsredovisning 2024\n\n### Sammanfattning\n\n"
    rows_below = "| Eget kapital vid \xe5rets slut | 412 300 |\n| Summa | 412 300 |\n"
    table = f"\n\n### Balansr\xe4kning\n\n| | 2024 |\n|---|---|\n{rows_below}"
    path = tmp_path / "a.md"
    path.write_text(head + "\n\n".join(items) + table, encoding="utf-8")
    result = map_report(read_report(path).report)
    assert [row["statement"] for row in result["tables"] if row["statement"] != "narrative"] == ["balance_sheet"]
    assert ("equity", "412 300 kr") in [
        (row["line_item"], row["printed"]) for row in result["line_items"] if row["statement"] == "narrative"
    ]


def test_a_list_of_amounts_is_a_table_under_its_heading(tmp_path: Path) -> None:
    items = ["Staten: 200 000 kr (50,0 %)", "Regionen: 100 000 kr (25,0 %)", "Kommunen: 100 000 kr (25,0 %)"]
    head = "# Samordningsf\xf6rbundet Provet\n\n## Bidrag 2024\n\n"
    reading = text(tmp_path / "a.md", head + "\n".join(f"- {item}" for item in items) + "\n")
    assert [table.heading for table in reading.report.tables] == ["Bidrag 2024"]
    assert rows_of(reading)[0] == ("Staten", ["200 000 kr", "50,0 %"])
    reading = text(tmp_path / "b.md", head + "\n".join(f"- {item}" for item in items[:2]) + "\n")
    assert len(reading.report.tables) == 2


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("Västra Lidens samordningsförbund", "Kommunerna i Västra Liden betalar lika.", "vastra_liden"),
        ("Västra Lidens samordningsförbund", "Kommunerna betalar lika.", "vastra_lidens"),
        ("Degerfors samordningsförbund", "Kommunen i Degerfors betalar.", "degerfors"),
        ("Samordningsförbundet Västra Lidens", "Kommunerna i Västra Liden betalar lika.", "vastra_lidens"),
    ],
)
def test_a_name_in_the_genitive_loses_its_s_where_the_text_has_it_without(
    tmp_path: Path, title: str, text: str, code: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "\n".join([title, "", "Årsredovisning 2024", "", text, "", "Resultaträkning", "", "\t2024", "Bidrag\t10"]),
        encoding="utf-8",
    )
    report = read_report(path).report
    assert (report.association, association_of(report)) == (title, code)


def test_a_title_that_opens_a_paragraph_tells_kind_and_year_though_a_plan_follows() -> None:
    opening = "Finsam Provet, \xe5rsredovisning 2018. Org.nr 222000-7756. Belopp i kronor om inget annat anges."
    facts = facts_of([Text("1", opening), Text("2", "Resultatr\xe4kning"), Text("3", "Plan 2019\u20132021", 1)])
    assert (facts.kind, facts.fiscal_year) == ("annual_report", 2018)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("drygt 547 900 kr", "drygt 547 900 kr"),
        ("cirka 547 900 kr", "cirka 547 900 kr"),
        ("n\xe5got mer \xe4n 547 900 kr", "n\xe5got mer \xe4n 547 900 kr"),
        ("547 900 kr", "547 900 kr"),
    ],
)
def test_words_that_leave_an_amount_open_belong_to_its_print(tmp_path: Path, written: str, printed: str) -> None:
    ((_, shown, _),) = told(tmp_path, f"Verksamhetens int\xe4kter uppgick till {written} under \xe5ret.")
    assert shown == printed


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Verksamheten kostade drygt 5,0 mnkr under året, mot 5,3 mnkr året innan.", "total_costs"),
        ("Intäkterna förändrades med 3,2 procent.", "income_change"),
    ],
)
def test_what_all_of_it_cost_and_a_change_in_other_words(tmp_path: Path, sentence: str, code: str) -> None:
    table = (
        "Resultaträkning\n\n\t2024\t2023\nSumma intäkter\t5400100\t5200300\n"
        "Summa kostnader\t-5077713\t-5255304\nÅrets resultat\t322387\t-55004\n"
    )
    assert [code for code, _ in told_in(tmp_path, sentence, table)] == [code]


@pytest.mark.parametrize(
    ("first", "year"),
    [
        ("Årsredovisning med berättelse för 2024, förbundets elfte verksamhetsår. Diarienummer 2025:07.", 2024),
        # a sentence about a report is no title
        ("I årsredovisningen för 2022 redovisades andra tal.", None),
    ],
)
def test_a_title_may_stand_in_a_sentence(first: str, year: int | None) -> None:
    assert facts_of([Text("1", "Samordningsf\xf6rbundet Provet"), Text("2", first)]).fiscal_year == year


ACCOUNT = """# Samordningsf\xf6rbundet Provet

## Driftredovisning

|| Kostnad 2024 |
|---|---|
| Arena Norra | 1 405 220 |
| Gr\xf6n rehab | 618 400 |
| Summa | 2 023 620 |

## Arena Norra

"""


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # the cost of two things is not that of the heading above
        (
            "Arena Norra och Gr\xf6n rehab kostade ihop 2 214 031 kr.",
            [("Arena Norra och Gr\xf6n rehab", "2 214 031 kr")],
        ),
        ("Insatsen kostade 985 000 kr under \xe5ret.", [("Arena Norra", "985 000 kr")]),
    ],
)
def test_the_cost_of_several_things_is_not_that_of_the_heading_above_them(
    tmp_path: Path, sentence: str, told: list[tuple[str, str]]
) -> None:
    (tmp_path / "a.md").write_text(ACCOUNT + sentence + "\n", encoding="utf-8")
    reading = read_report(tmp_path / "a.md")
    assert [(one.label, one.number.printed) for one in reading.report.texts] == told


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [("Enk\xe4ten s\xe4ndes till 310 personer.", False), ("Antalet enk\xe4tsvar var 310 personer.", True)],
)
def test_a_word_that_begins_as_a_name_does_is_not_that_name(tmp_path: Path, sentence: str, is_read: bool) -> None:
    table = "Enk\xe4t 2024\n\n\tKvinnor\tM\xe4n\tTotalt\nEnk\xe4tsvar\t58\t63\t121\nIntervjuer\t20\t15\t35\n"
    reading = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{table}")
    assert [one.number.printed for one in reading.report.texts] == (["310 personer"] if is_read else [])


@pytest.mark.parametrize(
    ("said", "is_of_all"), [("kostnaderna", True), ("de totala kostnaderna", True), ("kostnaden", False)]
)
def test_a_share_of_the_cost_of_one_thing_is_none_of_all_costs(tmp_path: Path, said: str, is_of_all: bool) -> None:
    sentence = f"Projektet fick 978 420 kr av ESF, motsvarande 75 procent av {said}."
    table = "Resultatr\xe4kning\n\n\t2024\t2023\nBidrag\t978420\t380000\nVerksamhetens kostnader\t-1304560\t-480200\n"
    reading = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{table}")
    found = [dict(one.worked_out) for one in reading.report.texts if one.worked_out]
    assert bool(found) is is_of_all


def test_the_corner_over_the_labels_names_a_note_that_its_heading_only_numbers(tmp_path: Path) -> None:
    table = "Not 4\n\nNot 4 Kortfristiga fordringar\t2024\t2023\nSkattekonto\t48215\t44870\nSumma\t48215\t44870\n"
    reading = text(tmp_path / "a.txt", TITLE + table)
    assert [table.heading for table in reading.report.tables] == ["Not 4 Kortfristiga fordringar"]


@pytest.mark.parametrize("heading", ["Kod", "Konto", "Projektnr", "Ansvar"])
def test_codes_of_accounts_and_activities_are_no_amounts(tmp_path: Path, heading: str) -> None:
    table = (
        f"Driftredovisning\n\n\t{heading}\tUtfall 2024\tBudget 2024\nL\xf6n\t5010\t318240\t325000\n"
        "Arvoden\t5030\t64300\t70000\nSumma\t\t382540\t395000\n"
    )
    reading = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{table}")
    rows = map_report(reading.report)["line_items"]
    assert [row["printed"] for row in rows if row["label"] == "L\xf6n"] == ["318240", "325000"]
    # they are accounted for, not dropped
    assert [one for one in reading.left_out if "5010" in str(one)] != []


def tabbed(path: Path, between: str) -> Reading:
    """Return the reading of two tables that tabs set, with a line between them."""
    document = docx.Document()
    document.add_paragraph("Samordningsf\xf6rbundet Provet")
    for line in (
        "Not 2 Kostnader, kronor",
        "\t2016\t2015",
        "L\xf6n\t-842 310\t-815 640",
        "Lokaler\t-96 000\t-94 200",
        "Summa\t-938 310\t-909 840",
        between,
        "\t2016\t2015",
        "Momsfordran\t298 415\t271 380",
        "F\xf6rutbetalt\t63 250\t50 605",
        "Summa\t361 665\t321 985",
    ):
        document.add_paragraph(line)
    document.save(str(path))
    return read_report(path)


@pytest.mark.parametrize("between", ["Not 3 Kortfristiga fordringar, kronor", "Fordringar"])
def test_a_line_above_other_headings_begins_another_table_of_tabs(tmp_path: Path, between: str) -> None:
    reading = tabbed(tmp_path / "a.docx", between)
    assert [[row.label for row in table.rows] for table in reading.report.tables] == [
        ["L\xf6n", "Lokaler", "Summa"],
        ["Momsfordran", "F\xf6rutbetalt", "Summa"],
    ]
    assert reading.report.tables[1].heading == between
    # rows are counted from the first of their table on, as in one that Word draws
    found = [row.source_line for row in reading.report.tables[0].rows]
    assert [line.rpartition("r")[2] for line in found] == ["2", "3", "4"]
    assert len({line.rpartition("r")[0] for line in found}) == 1


def test_notes_of_one_sheet_with_their_headings_over_the_labels_are_tables_of_their_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Noter"
    notes = (("Not 1 Intäkter", (("Staten", 3600, 3500), ("Summa", 3600, 3500))),
             ("Not 2 Fordringar", (("Moms", 246, 198), ("Summa", 246, 198))))  # fmt: skip
    sheet.append(["Noter (tkr)"])
    for heading, lines in notes:
        sheet.append([])
        sheet.append([heading, 2023, 2022])
        for row in lines:
            sheet.append(list(row))
    book.save(tmp_path / "a.xlsx")
    tables = read_report(tmp_path / "a.xlsx").report.tables
    assert [table.heading.split(": ")[-1] for table in tables] == [heading for heading, _ in notes]
    assert [[row.label for row in table.rows] for table in tables] == [["Staten", "Summa"], ["Moms", "Summa"]]
    assert "tkr" in tables[0].unit_text


def test_a_heading_with_a_unit_of_its_own_has_none_from_before_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Belopp i hela kronor där inget annat sägs."])
    for title, heading, amount in (("Översikt", "Femårsöversikt (mnkr)", 4.82), ("Noter", "Not 1 Bidrag", 4_820_000)):
        sheet = book.create_sheet(title)
        for row in ([heading], [None, 2025, 2024], ["Medlemsbidrag", amount, amount], ["Summa", amount, amount]):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    tables = map_report(read_report(tmp_path / "a.xlsx").report)["tables"]
    assert next(table["printed_unit"] for table in tables if table["statement"] != "narrative") == "mkr"
