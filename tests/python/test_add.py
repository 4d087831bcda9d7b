"""A report's rows go to a person and back, and into the project whole or not at all."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from association import ROOT
from bare_reports import bare_rows, write_bare
from finsam_audit import cli
from finsam_audit.check.corrected import BOOK, SHEETS, read_corrected, text_of
from finsam_audit.check.sources import read_source
from finsam_audit.inputs.errors import seed_errors
from finsam_audit.inputs.project import named_seeds
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from test_mapping import INCOME, account, report_with

Run = Callable[..., tuple[int, str]]
WORDS = ROOT / "scripts/finsam_audit/check/words/review.csv"


@pytest.fixture
def finsam(project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in a copy of the project, where the folder `utkast` holds bare rows."""
    monkeypatch.chdir(project)
    write_bare(project / "utkast", bare_rows(report_with(INCOME, account(-1))))

    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(list(arguments))
        shown = capfd.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return code, shown.out + shown.err

    return run


def everything(project: Path) -> dict[str, bytes]:
    """Return the seeds and the settings of a project."""
    files = [*(project / "seeds").rglob("*"), project / "dbt_project.yml"]
    return {str(path): path.read_bytes() for path in files if path.is_file()}


def corrected_cell(project: Path, sheet: str, cell: str, value: object) -> None:
    """Correct a cell of the workbook for review, as a person does."""
    path = project / "utkast-rows" / BOOK
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_a_new_association_takes_three_commands(finsam: Run, project: Path) -> None:
    before = everything(project)
    assert finsam("intake", "utkast", "--review")[0] == 0
    code, said = finsam("add", "utkast-rows")
    assert code == 0 and "provstad_ar_2024" in said
    assert seed_errors(project) == []
    assert named_seeds(project) == sorted([*named_seeds(ROOT), "provstad_ar_2024"])
    rows = read_rows(project / "seeds/line_items/provstad_ar_2024.csv")
    assert len(rows) == 32 and "reading" not in rows[0]
    # what was there stays, byte for byte, around what is new
    for path, content in before.items():
        kept = re.sub(rb"(?m)^.*provstad.*\n", b"", Path(path).read_bytes())
        assert kept == content, path
    after = everything(project)
    code, said = finsam("add", "utkast-rows")
    assert code == 2 and "--replace" in said and everything(project) == after
    assert finsam("add", "utkast-rows", "--replace")[0] == 0 and everything(project) == after


def test_a_replaced_version_goes_with_all_its_rows(finsam: Run, project: Path) -> None:
    finsam("intake", "utkast", "--review")
    finsam("add", "utkast-rows")
    for sheet in ("tal", "tabeller", "kolumner", "mål", "delar"):
        path = project / "utkast-rows" / BOOK
        book = openpyxl.load_workbook(path)
        for (cell,) in book[sheet].iter_rows(min_row=2, max_col=1):
            cell.value = "provstad_2024"
        book.save(path)
    corrected_cell(project, "dokument", "A2", "provstad_2024")
    code, said = finsam("add", "utkast-rows")
    assert code == 2 and "provstad_ar_2024" in said
    assert finsam("add", "utkast-rows", "--replace")[0] == 0
    assert "provstad_2024" in named_seeds(project) and "provstad_ar_2024" not in named_seeds(project)
    assert not any(b"provstad_ar_2024" in content for content in everything(project).values())


def test_a_correction_in_the_workbook_is_what_counts(finsam: Run, project: Path) -> None:
    finsam("intake", "utkast", "--review")
    corrected_cell(project, "tal", "L2", 5012346)
    assert read_corrected(project / "utkast-rows", "sv").rows["line_items"][0]["printed"] == "5012346"
    source = read_source(project / "utkast-rows", {"associations": [], "members": []}, None, project, "sv")
    assert source.rows["line_items"][0]["printed"] == "5012346"
    assert text_of(12.5) == "12,5" and text_of(True) == "true"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "told"),
    [
        ("tal", "H3", "okänd_post", "tal!H3"),
        ("tal", "L5", "tolv?", "tal!L5"),
        ("tal", "C4", "", "tal!C4"),
        ("kolumner", "F2", "i fjol", "kolumner!F2"),
        ("dokument", "D2", "24", "dokument!D2"),
        ("dokument", "A2", "../../x", "dokument!A2"),
    ],
)
def test_a_slip_is_named_by_its_cell_and_nothing_is_written(
    finsam: Run, project: Path, sheet: str, cell: str, value: str, told: str
) -> None:
    finsam("intake", "utkast", "--review")
    corrected_cell(project, sheet, cell, value)
    before = everything(project)
    code, said = finsam("add", "utkast-rows")
    assert code == 2 and f"{BOOK}, {told}: " in said
    assert everything(project) == before
    code, said = finsam("check", "utkast-rows")
    assert code == 2 and f"{BOOK}, {told}: " in said


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_workbook_names_sheets_and_columns_in_words_and_takes_the_codes_too(
    finsam: Run, project: Path, language: str
) -> None:
    finsam("intake", "utkast", "--review", "--lang", language)
    path = project / "utkast-rows" / BOOK
    rows = read_corrected(project / "utkast-rows", language).rows
    book = openpyxl.load_workbook(path)
    words = {(row["kind"], row["code"]): row for row in read_rows(WORDS)}
    assert book.sheetnames == [words["sheet", code][f"name_{language}"] for code in SHEETS]
    for code, columns in SHEETS.items():
        head = book[words["sheet", code][f"name_{language}"]][1]
        assert [cell.value for cell in head] == [words["column", one][f"name_{language}"] for one in columns.split()]
        notes = [words["column", one][f"note_{language}"] for one in columns.split()]
        assert [cell.comment.text if cell.comment else "" for cell in head] == notes
        # as an older version wrote it, or as a script does
        book[words["sheet", code][f"name_{language}"]].title = code
        for cell, one in zip(head, columns.split(), strict=True):
            cell.value = one
    book.save(path)
    assert read_corrected(project / "utkast-rows", language).rows == rows
    del book["line_items"]
    book.save(path)
    status, said = finsam("add", "utkast-rows", "--lang", language)
    assert status == 2 and words["sheet", "line_items"][f"name_{language}"] in said and said.count("\n") == 1


def test_without_the_workbook_a_slip_is_named_by_file_and_line(finsam: Run, project: Path) -> None:
    finsam("intake", "utkast")
    path = project / "utkast-rows" / "line_items.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2023", "20x3", 1), encoding="utf-8")
    code, said = finsam("add", "utkast-rows")
    assert code == 2 and re.search(r"line_items\.csv:\d+: ", said)


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(
    finsam: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finsam("intake", "utkast")
    before = everything(project)

    def failing(path: Path, content: str | bytes) -> None:
        if path.parent.parent.parent == project and path.name == "tables.csv" and b"provstad" in str(content).encode():
            raise OSError(28, "No space left on device", str(path))
        write_whole(path, content)

    monkeypatch.setattr("finsam_audit.check.add.write_whole", failing)
    code, said = finsam("add", "utkast-rows")
    assert code == 2 and "No space" in said
    assert everything(project) == before


def test_a_folder_without_rows_and_a_damaged_workbook_are_one_line(finsam: Run, project: Path) -> None:
    code, said = finsam("add", "utkast")
    assert code == 2 and BOOK in said and said.count("\n") == 1
    finsam("intake", "utkast")
    (project / "utkast-rows" / BOOK).write_bytes(b"PK")
    code, said = finsam("add", "utkast-rows")
    assert code == 2 and BOOK in said and said.count("\n") == 1
    with pytest.raises(UserError, match=BOOK):
        read_corrected(project / "utkast-rows", "en")
