"""Reports that abbreviate, number their rows, repeat lines on each page and leave labels and cells out."""

from pathlib import Path
from typing import Any

import pytest
from finsam_audit.mapping.mapper import map_report
from pdf_pages import at, ending
from test_intake_awkward import book, text
from test_intake_forms import NOTES, TITLE, headings, text_of_pdf
from test_intake_hazards import rows_of

STATEMENT = "Resultaträkning (tkr)\n\nRad\t\tBokslut 1712\tFg år\tBu 2017\n"
STATEMENT += (
    "1.\tVerksamhetens intäkter\t6 602\t6 532\t6 590\n2.\tAvskrivn.\t-24\t-29\t-24\n3.\t\t6 578\t6 503\t6 566\n"
)


def test_a_line_that_every_page_repeats_is_no_row(tmp_path: Path) -> None:
    pages = [f"Samordningsförbundet Provet\t222000-1111\tSid {n} (2)\tDnr 2018/07\n\n{STATEMENT}\n" for n in (1, 2)]
    reading = text(tmp_path / "a.txt", "".join(pages))
    assert {row.label for table in reading.report.tables for row in table.rows} == {
        "Verksamhetens intäkter",
        "Avskrivn.",
        "",
    }
    assert reading.report.organisation_number == "222000-1111"


def test_rows_are_numbered_before_their_labels_and_years_end_in_a_month(tmp_path: Path) -> None:
    reading = text(tmp_path / "a.txt", TITLE + STATEMENT)
    assert headings(reading) == {2: "Bokslut 1712", 3: "Fg år", 4: "Bu 2017"}
    rows = map_report(reading.report)["line_items"]
    assert {(row["period"], row["measure"]) for row in rows} == {
        ("2017", "actual"),
        ("2016", "actual"),
        ("2017", "budget"),
    }
    assert [row["line_item"] for row in rows][::3][:2] == ["operating_income", "depreciation"]


@pytest.mark.parametrize("months", ["1712\t1612", "171231\t161231", "31/12 2017\t31/12 2016"])
def test_short_dates_head_columns(tmp_path: Path, months: str) -> None:
    reading = text(
        tmp_path / "a.txt", TITLE + f"Balansräkning\n\n\t{months}\nBank\t2 317\t2 873\nFordringar\t355\t437\n"
    )
    assert list(headings(reading).values()) == months.split("\t")
    assert [row["period"] for row in map_report(reading.report)["line_items"]][:2] == ["2017", "2016"]


def test_four_digits_that_follow_no_year_are_amounts(tmp_path: Path) -> None:
    reading = text(tmp_path / "a.txt", TITLE + "Balansräkning\n\n\t2017\t2016\nBank\t1712\t1212\nSumma\t1712\t1212\n")
    assert rows_of(reading)[0] == ("Bank", ["1712", "1212"])


@pytest.mark.parametrize("first", ["–24", "18–24", "16-24 år"])
def test_ages_are_labels(tmp_path: Path, first: str) -> None:
    table = f"Ålder\n\nÅlder\tKv\tMän\n{first}\t28\t34\n25–39\t36\t29\n40+\t31\t23\n\t95\t86\n"
    reading = text(tmp_path / "a.txt", TITLE + table)
    assert [row[0] for row in rows_of(reading)] == [first, "25–39", "40+", ""]
    assert headings(reading) == {1: "Kv", 2: "Män"}


@pytest.mark.parametrize("heading", ["2014 (6 mån)", "6 mån 2014", "2014-07-01–2014-12-31 (6 mån)"])
def test_how_long_a_period_is_heads_its_column(tmp_path: Path, heading: str) -> None:
    reading = book(
        tmp_path / "a.xlsx", [["Kassaflödesanalys", heading, "2015"], ["Resultat", 793, 149], ["Kassa", 5, 9]]
    )
    assert list(headings(reading).values()) == [heading.replace("–", "-"), "2015"]
    assert [row["period"] for row in map_report(reading.report)["line_items"]][:2] == ["2014", "2015"]


def test_days_of_a_year_and_a_mean_head_columns(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["Deltagare per kvartal", "31/3", "30/6", "Medel 5 år"],
        ["Antal", 31, 44, 38],
        ["Nya", 3, 4, 5],
    ]
    assert list(headings(book(tmp_path / "a.xlsx", lines)).values()) == ["31/3", "30/6", "Medel 5 år"]


def test_signs_and_differences_head_columns(tmp_path: Path) -> None:
    table = "# Samordningsförbundet Provet\n\n## Deltagare\n\n| Insats | ♀ | ♂ | Σ | +/– |\n|---|--:|--:|--:|--:|\n"
    reading = text(tmp_path / "a.md", table + "| Arena | 31 | 33 | 64 | 2 |\n| Start | 23 | 21 | 44 | 1 |\n")
    columns = map_report(reading.report)["table_columns"]
    assert [(row["measure"], row["member"]) for row in columns[:3]] == [
        ("count", "kvinnor"),
        ("count", "man"),
        ("count", ""),
    ]


def test_references_in_the_margin_stand_apart_from_their_labels(tmp_path: Path) -> None:
    table = "Resultaträkning\n\n\t2024\t2023\nnot 2 Bidrag\t400000\t380000\nSumma\t400000\t380000\n"
    reading = text(tmp_path / "a.txt", TITLE + table + NOTES)
    assert rows_of(reading)[0] == ("Bidrag", ["400000", "380000", "2"])
    assert headings(reading)[3] == "Not"
    assert rows_of(text(tmp_path / "b.txt", TITLE + table))[0][0] == "not 2 Bidrag"


def test_the_day_of_a_date_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["Balansräkning", "2015-12-31", "Öppningsbala ns 2014-07-"],
        ["", "", "01"],
        ["Fordringar", 324537, 225081],
    ]
    lines.append(["Kassa och bank", 4487192, 3111899])
    reading = book(tmp_path / "a.xlsx", lines)
    assert [row[0] for row in rows_of(reading)] == ["Fordringar", "Kassa och bank"]


def test_a_title_right_above_headings_is_of_the_table_below(tmp_path: Path) -> None:
    lines: list[list[Any]] = [["Fem år"], ["", "2023", "2024"], ["Intäkter", 7144, 7314], ["Resultat", 223, 565]]
    lines += [["Bidrag per medlem 2023–2024"], ["Medlem", "2023", "2024", "Andel 2024"], ["Staten", 3410, 3460, 0.5]]
    lines.append(["Region Strand", 1705, 1762, 0.25])
    reading = book(tmp_path / "a.xlsx", lines)
    assert [table.heading for table in reading.report.tables] == ["Fem år", "Bidrag per medlem 2023-2024"]


def test_tables_of_two_years_with_the_same_labels_stand_beside_each_other(tmp_path: Path) -> None:
    head: list[Any] = ["Insats", "Kvinnor", "Män", None]
    lines: list[list[Any]] = [["Deltagare 2021", None, None, None, "Deltagare 2020"], [*head, *head]]
    lines += [[label, 43, 50, None, label, 39, 47] for label in ("Vind", "Dynen", "Summa")]
    reading = book(tmp_path / "a.xlsx", lines)
    assert [table.heading for table in reading.report.tables] == ["Deltagare 2021", "Deltagare 2020"]
    assert rows_of(reading, 2)[0] == ("Vind", ["39", "47"])


@pytest.mark.parametrize(("heading", "blank"), [("Budget 2024", 3), ("Förändring", 0), ("Andel", 0), ("Medel", 0)])
def test_a_column_of_change_or_shares_may_be_filled_for_some_rows_alone(
    tmp_path: Path, heading: str, blank: int
) -> None:
    lines: list[list[Any]] = [["Resultaträkning", "2024", heading], ["Bidrag", 900, 880], ["Summa intäkter", 900, 880]]
    lines += [["Personal", -300], ["Köp", -200], ["Lokaler", -100]]
    lines += [["Summa kostnader", -600, -590], ["Årets resultat", 300, 290]]
    rows = rows_of(book(tmp_path / "a.xlsx", lines))
    assert sum(print_ == "" for _, prints in rows for print_ in prints) == blank


def test_a_list_may_give_the_year_before_in_brackets(tmp_path: Path) -> None:
    items = ["Moms 71 838 (föreg år 104 757)", "Kundfordringar 59 892 (föreg år 55 696)"]
    items += ["**Summa** 131 730 (föreg år 160 453)"]
    head = "# Samordningsförbundet Provet\n\n## Årsredovisning 2023\n\n## Not 4 Fordringar (kr)\n\n"
    reading = text(tmp_path / "a.md", head + "\n".join(f"- {item}" for item in items) + "\n")
    assert rows_of(reading)[0] == ("Moms", ["71 838", "104 757"])
    assert rows_of(reading)[2] == ("Summa", ["131 730", "160 453"])
    assert headings(reading) == {1: "", 2: "föreg år"}
    reading = text(tmp_path / "b.md", head + "\n".join(f"- {item}" for item in items[:2]) + "\n\n" + "Slut.\n")
    assert not reading.report.tables


def test_a_sum_without_a_label_ends_its_table(tmp_path: Path) -> None:
    page = at(60, 700, "Not 2 Kostnader", 14) + ending(400, 680, "2024") + at(60, 600, "Not 3 Fordringar", 14)
    for n, (label, amount) in enumerate((("Personal", "-200 000"), ("Lokaler", "-90 000"), ("", "-290 000"))):
        page += (at(60, 660 - 14 * n, label) if label else "") + ending(400, 660 - 14 * n, amount)
    page += ending(400, 580, "2024") + at(60, 566, "Moms") + ending(400, 566, "5 000")
    page += at(60, 552, "Kunder") + ending(400, 552, "6 000")
    assert rows_of(text_of_pdf(tmp_path / "a.pdf", page))[2] == ("", ["-290 000"])


def pair(rows: list[tuple[str, str]]) -> str:
    """Return a page with two tables beside each other that have the same headings."""
    page = at(56, 700, "Deltagare 2024", 11) + at(306, 700, "Deltagare 2023", 11)
    for x in (56, 306):
        page += at(x, 684, "Insats") + ending(x + 130, 684, "Kvinnor") + ending(x + 190, 684, "Alla")
        for n, labels in enumerate(rows):
            y, label = 671 - 13 * n, labels[x > 60]
            page += at(x, y, label) if label else ""
            page += ending(x + 130, y, f"{n + 21}") + ending(x + 190, y, f"{n + 43}")
    return page


def test_tables_of_two_years_beside_each_other_have_their_titles_and_one_sum_has_no_label(tmp_path: Path) -> None:
    rows = [("Lotsen", "Lotsen"), ("Krut", "Krut"), ("Spåret", "Spåret"), ("Summa", "")]
    reading = text_of_pdf(tmp_path / "a.pdf", pair(rows))
    assert [table.heading for table in reading.report.tables] == ["Deltagare 2024", "Deltagare 2023"]
    assert [row[0] for row in rows_of(reading, 2)] == ["Lotsen", "Krut", "Spåret", ""]
