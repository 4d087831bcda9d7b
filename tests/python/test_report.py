"""The report from a built database: complete, escaped, the same twice, written only where it changed."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import openpyxl
import pytest
from finsam_audit.errors import UserError
from finsam_audit.report import formats, wording
from finsam_audit.report.command import write_report
from finsam_audit.report.workbook import sheet_names

HOSTILE = "<script>alert('x')</script>\"&' =1+1 å ä ö \u202eevil\u0007 " + "lång " * 400


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ids and addresses."""
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value and not (tag in ("use", "image") or value.startswith("data:")):
                self.links.append(value)

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text.append(data)


@pytest.fixture(scope="session")
def database(built_project: Path) -> Path:
    return built_project / "build" / "finsam_audit.duckdb"


@pytest.fixture(scope="session")
def report(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(database, folder, quiet=True)
    return folder


@pytest.fixture
def hostile(database: Path, tmp_path: Path) -> Iterator[Path]:
    """Return the report of a database whose texts try to be markup, formulas and orders to turn around."""
    copy = tmp_path / "hostile.duckdb"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update marts.printed_numbers set label = ?", [HOSTILE])
        connection.execute("update marts.printed_numbers set printed = ? where value_kind = 'text'", [HOSTILE])
        connection.execute("update marts.findings set label = ?, message_sv = ?, message_en = ?", [HOSTILE] * 3)
        connection.execute("update raw.tables set heading = ?", [HOSTILE])
        connection.execute("update raw.table_columns set heading = ?", [HOSTILE])
        connection.execute("update raw.associations set name = ?", [HOSTILE])
        connection.execute("update raw.members set name = ?", [HOSTILE])
        connection.execute("update marts.goals set name_sv = ?, name_en = ?, printed_verdict = ?", [HOSTILE] * 3)
        connection.execute("update marts.check_results set label = ?, formula = ?", [HOSTILE] * 2)
    folder = tmp_path / "report"
    write_report(copy, folder, quiet=True)
    yield folder


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_every_page_is_there_in_both_languages(report: Path, database: Path) -> None:
    swedish = {page.relative_to(report) for page in pages(report) if page.relative_to(report).parts[0] != "en"}
    english = {page.relative_to(report / "en") for page in pages(report / "en")}
    assert swedish == english
    with duckdb.connect(str(database), read_only=True) as connection:
        for table, column, part in (
            ("raw.documents", "document_id", "document"),
            ("marts.findings", "finding_key", "finding"),
            ("raw.rules", "rule_id", "rule"),
        ):
            keys = [row[0] for row in connection.execute(f"select {column} from {table}").fetchall()]
            assert keys
            assert {Path(part) / f"{formats.slug(key)}.html" for key in keys} == {
                p for p in swedish if p.parts[0] == part
            }


def test_every_link_leads_somewhere_inside_the_report(report: Path) -> None:
    known = {page: Page(page.read_text(encoding="utf-8")) for page in pages(report)}
    checked = 0
    for page, parsed in known.items():
        assert len(parsed.ids) == len(set(parsed.ids)), page
        for link in set(parsed.links):
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc, f"{page} leads out: {link}"
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file(), f"{page}: {link}"
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in known[target].ids, f"{page}: {link}"
            checked += 1
    assert checked > 1000


def test_every_printed_number_stands_on_its_document_page(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select document_id, source_line, column_no, number_no, printed from marts.printed_numbers"
        ).fetchall()
    texts = {row[0]: (report / "document" / f"{row[0]}.html").read_text(encoding="utf-8") for row in rows}
    ids = {name: set(Page(text).ids) for name, text in texts.items()}
    for document_id, line, column, number, _ in rows:
        anchor = formats.anchor((document_id, line, column, number))
        assert anchor in ids[document_id] and f"d-{anchor}" in ids[document_id]


def test_wrong_numbers_are_marked_with_cause_certainty_and_suggestion(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(
            "select f.document_id, p.source_line, p.column_no, p.number_no, f.suggested_amount, f.cause, f.certainty,"
            " f.message_en from marts.findings as f inner join marts.printed_numbers as p on f.cell = p.cell"
            " where f.suggested_amount is not null order by f.finding_key limit 1"
        ).fetchone()
    assert row
    anchor = formats.anchor((row[0], row[1], row[2], row[3]))
    text = (report / "en" / "document" / f"{row[0]}.html").read_text(encoding="utf-8")
    entry = text[text.index(f'id="d-{anchor}"') :]
    words = " ".join("".join(Page(entry[: entry.index("</section>")]).text).split())
    for expected in (formats.amount(row[4]), wording.code(row[5], "en"), wording.code(row[6], "en"), row[7]):
        assert " ".join(expected.split()) in words
    assert re.search(rf'class="num wrong[^"]*" href="#d-{anchor}"', text)


def test_same_data_give_the_same_bytes_and_nothing_is_written_twice(
    report: Path, database: Path, tmp_path: Path
) -> None:
    again = write_report(database, tmp_path / "again", quiet=True)
    names = sorted(path.relative_to(report) for path in report.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again.path) for path in again.path.rglob("*") if path.is_file())
    for name in names:
        assert (report / name).read_bytes() == (again.path / name).read_bytes(), name
    before = {name: (again.path / name).stat().st_mtime_ns for name in names}
    assert write_report(database, again.path, quiet=True).changed == 0
    assert before == {name: (again.path / name).stat().st_mtime_ns for name in names}


def test_a_finding_that_is_gone_takes_its_page_with_it(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "fewer.duckdb"
    shutil.copy(database, copy)
    folder = tmp_path / "report"
    write_report(copy, folder, quiet=True)
    mine = folder / "notes-of-the-auditor.txt"
    mine.write_text("kept")
    with duckdb.connect(str(copy)) as connection:
        found = connection.execute("select finding_key from marts.findings order by 1 limit 1").fetchone()
        assert found
        connection.execute("delete from marts.findings where finding_key = ?", [found[0]])
    page = folder / "finding" / f"{formats.slug(found[0])}.html"
    assert page.is_file()
    write_report(copy, folder, quiet=True)
    assert not page.exists()
    assert mine.read_text() == "kept"


def test_hostile_text_is_text(hostile: Path) -> None:
    seen = 0
    for page in pages(hostile):
        text = page.read_text(encoding="utf-8")
        parsed = Page(text)
        assert parsed.tags.count("script") == 1, page
        assert "\u202e" not in text and "\u0007" not in text, page
        seen += "<script>alert('x')</script>" in "".join(parsed.text)
    assert seen > 20


def test_hostile_labels_stay_text_in_the_workbook(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "formulas.duckdb"
    shutil.copy(database, copy)
    labels = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\u0000\u0008x" + "y" * 40_000]
    with duckdb.connect(str(copy)) as connection:
        for place, label in enumerate(labels):
            connection.execute(
                "update marts.printed_numbers set label = ? where try_cast(source_line as integer) % ? = ?",
                [label, len(labels), place],
            )
    write_report(copy, tmp_path / "report", quiet=True)
    book = openpyxl.load_workbook(tmp_path / "report" / "finsam_audit.xlsx")
    seen = set()
    for sheet in book.worksheets[5:]:
        for row in sheet.iter_rows(min_row=4, min_col=3, max_col=3):
            if row[0].value is not None:
                assert row[0].data_type == "s", row[0].value
                seen.add(str(row[0].value)[:20])
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"} <= seen


def test_the_workbook_holds_live_sums_frozen_headings_and_filters(report: Path, database: Path) -> None:
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx")
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(
            "select count(*) from marts.check_results inner join raw.rules using (rule_id)"
            " where kind in ('sum', 'tie') and state not in ('not_evaluated', 'not_applicable')"
        ).fetchone()
    assert row
    formulas = 0
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref
    for sheet in book.worksheets[5:]:
        for cells in sheet.iter_rows(min_row=4, min_col=10, max_col=10):
            formulas += cells[0].data_type == "f"
    assert formulas >= 0.95 * row[0]


def test_sheet_names_are_legal_and_unique() -> None:
    names = sheet_names(["a" * 40, "a" * 41, "A" * 40, "x/y:z", "Mål"], ("Mål",))
    assert len({name.lower() for name in names.values()}) == 5
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names.values())
    assert "mål" not in {name.lower() for name in names.values()}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234567.5, "1 234 567,5"), (-4118, "−4 118"), (0, "0"), (None, "–"), ("0.005", "0"), ("12.50", "12,5")],
)
def test_numbers_are_written_as_swedish_print_has_them(value: object, shown: str) -> None:
    assert formats.amount(value).replace("\u00a0", " ") == shown


def test_words_exist_in_both_languages() -> None:
    for texts in (wording.TEXT, wording.CODES):
        assert all(swedish and english for swedish, english in texts.values())
    assert set(wording.TICKS) <= set(wording.CODES)


def test_a_missing_database_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="run `make build` first"):
        write_report(tmp_path / "none.duckdb", tmp_path / "report", quiet=True)
