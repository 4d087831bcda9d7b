"""What stands above numbers: headings of notes, of running text, of sheets, of tables that tabs set."""

from pathlib import Path

import docx
import openpyxl
import pytest
from finsam_audit.intake.blocks import Cell, Grid, Line
from finsam_audit.intake.parts import Part, parts_of
from finsam_audit.intake.read import Reading, read_report
from finsam_audit.mapping.mapper import map_report
from finsam_audit.mapping.words import table
from test_intake_awkward import text
from test_intake_forms import headings

HEAD = "# Samordningsförbundet Provet\n\n# Årsredovisning 2024\n\n"
RESULT = "| | 2024 |\n|---|---|\n| Årets resultat | 206 400 |\n| Eget kapital | 900 100 |\n"
NOTES = """## Noter

### 1 Medlemsavgifter

| | 2024 | 2023 |
|---|---|---|
| Staten | 400 000 | 380 000 |
| Summa | 400 000 | 380 000 |

### 2 Kostnader

| | 2024 | 2023 |
|---|---|---|
| Hyra | 300 000 | 280 000 |
| Summa | 300 000 | 280 000 |

## 5 Deltagare

| | Kvinnor | Män |
|---|---|---|
| Nya | 30 | 28 |
"""


def test_notes_may_be_headed_by_a_number_alone_and_keep_their_heading(tmp_path: Path) -> None:
    found = map_report(text(tmp_path / "a.md", HEAD + NOTES).report)["tables"]
    told = [(row["statement"], row["heading"]) for row in found]
    assert told == [
        ("note_income", "1 Medlemsavgifter"), ("note_costs", "2 Kostnader"), ("participants", "5 Deltagare")
    ]  # fmt: skip


def test_a_numbered_heading_outside_the_notes_is_none_of_a_note(tmp_path: Path) -> None:
    found = text(tmp_path / "a.md", HEAD + NOTES.replace("## Noter", "## Bilagor")).report.tables
    assert [table.heading for table in found][:2] == ["1 Medlemsavgifter", "2 Kostnader"]


def test_numbers_of_running_text_stand_under_their_headings(tmp_path: Path) -> None:
    texts = (
        "## Året\n\nÅrets resultat blev 206 tkr.\n\n## Ekonomi\n\nDet egna kapitalet var 900 tkr.\n\n## Översikt\n\n"
    )
    rows = map_report(text(tmp_path / "a.md", HEAD + texts + RESULT).report)
    under = {row["table_no"]: row["heading"] for row in rows["tables"]}
    told = [(under[row["table_no"]], row["printed"]) for row in rows["line_items"] if row["statement"] == "narrative"]
    assert told == [("Året", "206 tkr"), ("Ekonomi", "900 tkr")]


def sheets(path: Path, names: list[str]) -> Reading:
    """Return the reading of a workbook with a balance sheet of its own title on each of such sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        page = book.create_sheet(name)
        for line in (["Balansräkning"], ["", 2024, 2023], ["Kassa", 100, 90], ["Summa tillgångar", 100, 90]):
            page.append(line)
    book.save(path)
    return read_report(path)


def test_a_table_of_a_workbook_is_told_with_the_name_of_its_sheet_where_that_says_more(tmp_path: Path) -> None:
    names = ["Bilaga A", "Balansräkning", "Blad3"]
    found = map_report(sheets(tmp_path / "a.xlsx", names).report)["tables"]
    assert [row["heading"] for row in found] == ["Bilaga A: Balansräkning", "Balansräkning", "Balansräkning"]


def test_years_with_a_unit_and_a_word_for_notes_head_the_next_table_of_tabs(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (
        "Samordningsförbundet Provet",
        "Balansräkning",
        "\t\ttkr\tNot\t2024-12-31\t2023-12-31",
        "\t\tFordringar\t4\t467,6\t482,0",
        "\t\tLikvida medel\t\t826,8\t790,1",
        "\t\tSumma tillgångar\t\t1 294,4\t1 272,1",
        "Kassaflöde",
        "\t\ttkr\t2024\t2023",
        "\t\tÅrets resultat\t36,7\t15,1",
        "\t\tÅrets kassaflöde\t36,7\t15,1",
    ):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    found = read_report(tmp_path / "a.docx").report.tables
    assert [(one.heading, [row.label for row in one.rows][-1]) for one in found] == [
        ("Balansräkning", "Summa tillgångar"), ("Kassaflöde", "Årets kassaflöde")
    ]  # fmt: skip
    assert [number.printed for number in found[1].rows[0].numbers] == ["36,7", "15,1"]


def test_a_heading_that_ends_with_an_abbreviation_is_no_sentence(tmp_path: Path) -> None:
    table = (
        "Not 1 Bidrag\n\n\t2024\tFolkmängd\tKr per inv.\nByns kommun\t229 400\t8 915\t25,7\nSumma\t229 400\t8 915\t\n"
    )
    reading = text(tmp_path / "a.txt", f"Samordningsförbundet Provet\n\n{table}")
    assert list(headings(reading).values()) == ["2024", "Folkmängd", "Kr per inv."]


def test_whole_kronor_of_running_text_are_money(tmp_path: Path) -> None:
    rows = map_report(text(tmp_path / "a.md", f"{HEAD}Årets resultat blev 206 400:-.\n\n{RESULT}").report)["line_items"]
    told = [(row["measure"], row["unit"], row["printed"]) for row in rows if row["statement"] == "narrative"]
    assert told == [("actual", "kr", "206 400:-")]


def test_a_label_is_shortened_after_a_word(tmp_path: Path) -> None:
    label = "Kostnad för verksamhet (individinriktad, strukturövergripande verksamhet)"
    content = f"{HEAD}## Balansräkning\n\n| | 2024 |\n|---|---|\n| {label} | 1 200 |\n| Summa tillgångar | 1 200 |\n"
    rows = map_report(text(tmp_path / "a.md", content).report)["line_items"]
    assert rows[0]["label"] == "Kostnad för verksamhet (individinriktad …"


def test_every_row_of_a_word_list_has_its_columns_and_no_more() -> None:
    folder = Path(__file__).parents[2] / "scripts/finsam_audit"
    lists = sorted(folder.glob("*/words/*.csv"))
    assert len(lists) > 20
    for path in lists:
        for row in table(path.stem, f"finsam_audit.{path.parents[1].name}"):
            assert None not in row, (path, row)
            assert None not in row.values(), (path, row)


def test_numbers_of_accounts_stand_before_labels_of_which_those_of_sums_stand_in_their_column(tmp_path: Path) -> None:
    lines = [
        "Konto\tBenämning\t2024\t2023",
        "3010\tBidrag staten\t2 040 000\t2 040 000",
        "3011\tBidrag region\t1 020 000\t1 020 000",
        "Summa intäkter\t\t3 060 000\t3 060 000",
    ]
    rows = (
        text(tmp_path / "a.txt", "Finsam Provet\n\nResultaträkning\n\n" + "\n".join(lines) + "\n").report.tables[0].rows
    )
    assert [row.label for row in rows] == ["Bidrag staten", "Bidrag region", "Summa intäkter"]
    assert [number.printed for number in rows[0].numbers if len(number.printed) > 4] == ["2 040 000", "2 040 000"]


def test_a_title_and_the_unit_on_its_line_are_no_heading_of_a_column(tmp_path: Path) -> None:
    rows = "Intäkter\t3 732 000\t3 548 000\nÅrets resultat\t-122 817\t-79 648\n"
    lines = f"BOKSLUT\n=======\n\nResultaträkning\tkr\n\t2016\t2015\n{rows}"
    found = map_report(
        text(tmp_path / "a.txt", "Samordningsförbundet Provet\n\nÅrsredovisning 2016\n\n" + lines).report
    )
    assert [(row["statement"], row["heading"], row["printed_unit"]) for row in found["tables"]] == [
        ("income_statement", "Resultaträkning", "kr")
    ]
    assert [row["heading"] for row in found["table_columns"]] == ["2016", "2015"]


@pytest.mark.parametrize(
    "title",
    [
        "SAMORDNINGSFÖRBUNDET PROVET – BOKSLUT OCH VERKSAMHETSBERÄTTELSE 2016",
        "SAMORDNINGSFÖRBUNDET PROVET Årsredovisning 2016 (org.nr 222000-0000)",
        "Årsredovisning 2016 – Samordningsförbundet Provet",
    ],
)
def test_one_line_may_say_who_and_what_and_of_which_year(tmp_path: Path, title: str) -> None:
    table = "\n\n| Konto | Utfall 2016 | Budget 2017 | Avvikelse |\n|---|---|---|---|\n| Hyra | 300 | 280 | 20 |\n"
    rows = map_report(text(tmp_path / "a.md", f"{title}{table}").report)
    assert (rows["documents"][0]["document_kind"], rows["documents"][0]["fiscal_year"]) == ("annual_report", "2016")
    assert rows["associations"][0]["name"] == "Samordningsförbundet Provet"


def test_ages_on_one_side_head_columns(tmp_path: Path) -> None:
    table = "## Deltagare\n\nBostadsort\tKvinnor\tMän\tDärav under 30 år\nByn\t41\t36\t33\nÅn\t19\t22\t14\n"
    columns = map_report(
        text(tmp_path / "a.txt", "Samordningsförbundet Provet\n\nÅrsredovisning 2016\n\n" + table).report
    )
    assert [row["heading"] for row in columns["table_columns"]] == ["Kvinnor", "Män", "Därav under 30 år"]


def test_the_rest_of_a_table_stands_under_its_own_headings() -> None:
    def grid(*lines: dict[int, str]) -> Grid:
        return Grid(
            tuple(Line(f"r{n}", tuple(Cell(text, at) for at, text in line.items())) for n, line in enumerate(lines))
        )

    first = grid({1: "Not", 2: "2022", 3: "2021"}, {0: "Bidrag", 1: "1", 2: "16 888", 3: "16 552"})
    # of the column of notes nothing is printed on the next page
    rest = grid({0: "Not", 1: "2022", 2: "2021"}, {0: "Summa kostnader", 1: "-17 940", 2: "-17 853"})
    (part,) = parts_of([first, rest])
    assert isinstance(part, Part)
    assert [(cell.column, cell.text) for cell in part.lines[-1].cells] == [
        (0, "Summa kostnader"), (2, "-17 940"), (3, "-17 853")
    ]  # fmt: skip
