"""Text that tries to be markup, formulas, orders to a console or a path stays text in everything that is written."""

import ast
import contextlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import duckdb
import jinja2
import openpyxl
import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.acknowledge import acknowledge
from finsam_audit.check.ticked.docx import ticked_docx
from finsam_audit.check.ticked.marks import Mark
from finsam_audit.compare import build_version
from finsam_audit.expectations.runner import Result, SuiteResult, as_junit, lines
from finsam_audit.expectations.suites import read_suites
from finsam_audit.mapping.report import Table
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import plain_json, tell, visible
from finsam_audit.rules.catalogue import read_rules
from finsam_audit.rules.pages import as_code, as_text, fence
from markupsafe import Markup
from test_check import word_file
from test_mapping import INCOME, account
from test_report import Page

# orders to a console (of seven and of eight bits), turned text, what no XML holds, tags that are not seen
UNSEEN = "\x1b[2J\x9b31m\u202e\u2066\u200b\x07\x00\uffff\ufdd0\U000e0041\u2028\x7f"
MARKUP = "<script>alert('x')</script>\"&' <img src=x onerror=alert(1)> ]]> &lt; {{ 7 * 7 }} | ` ](http://x.example)"
HOSTILE = f"=cmd|'/C calc'!A0 {UNSEEN} {MARKUP} \r\nfinsam: 0 new " + "lång " * 400
# what a Word file or a workbook can hold of it, as short as a label and without what would be numbers of a row
IN_XML = "=cmd|x \u202e\u2066\u200b\u2028<script>x()</script>\"&' ]]>`"


def hidden(text: str) -> set[str]:
    """Return the letters of a text that a person would not see; line feeds apart."""
    return {letter for letter in text if letter != "\n" and visible(letter) != letter}


@pytest.mark.parametrize("text", [HOSTILE, *sorted(set(HOSTILE)), "\ud800", "", "\u00ad", "سنة", "a\tb"])
def test_visible_text_is_one_line_in_which_nothing_hides(text: str) -> None:
    shown = visible(text)
    assert not hidden(shown) and "\n" not in shown and visible(shown) == shown
    ElementTree.fromstring(f"<a>{Markup.escape(shown)}</a>")


def test_what_can_be_seen_stays() -> None:
    assert visible("Årets\u00a0resultat, سنة, 年, −1 ≥ 0 <b>") == "Årets\u00a0resultat, سنة, 年, −1 ≥ 0 <b>"
    assert visible("a\x1b[31m\u202eb\nc\uffff") == "a␛[31m[U+202E]b c[U+FFFF]" and visible(None) == ""


def test_a_line_that_is_told_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    tell(HOSTILE, HOSTILE)
    tell(HOSTILE, is_error=True)
    shown = capsys.readouterr()
    assert (shown.out.count("\n"), shown.err.count("\n")) == (2, 1) and not hidden(shown.out + shown.err)


def test_json_says_the_same_and_hides_nothing() -> None:
    shown = plain_json(json.dumps([HOSTILE, "\udcff", "å"], ensure_ascii=False, indent=1))
    assert json.loads(shown) == [HOSTILE, "\udcff", "å"] and not hidden(shown) and "å" in shown


def printing(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of a program that write to the console by themselves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.stdout.write", "sys.stderr.write"):
            yield node.lineno


def test_one_place_alone_writes_to_the_console() -> None:
    """Measurements are of what the project makes up itself, and print tables."""
    found = {
        path.relative_to(ROOT / "scripts").as_posix(): list(printing(ast.parse(path.read_text("utf-8"))))
        for path in (ROOT / "scripts").rglob("*.py")
        if path.parent.name != "measure"
    }
    assert {name for name, lines in found.items() if lines} == {"finsam_audit/project/visible.py"}


def test_what_dbt_is_told_to_print_is_cleaned() -> None:
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals["return"] = lambda value: value
    macro: Any = environment.from_string((ROOT / "macros/on_one_line.sql").read_text("utf-8")).module
    shown = str(macro.on_one_line(HOSTILE))
    assert shown.isprintable() and MARKUP in shown
    texts = [path.read_text("utf-8") for path in (ROOT / "macros").glob("*.sql")]
    printed = [line for text in texts for line in text.split("do print(")[1:]]
    # what is printed is a text of the project with a count in it, or goes through the macro
    assert len(printed) >= 5
    assert all(re.match(r"on_one_line\(|'… and ' ~ \(\w+|'[^']*' ~ on_one_line\(", line) for line in printed), printed


def marts(path: Path, label: str, message: str) -> Path:
    """Write a database with one number and one finding."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create schema marts; create table marts.printed_numbers as select 'a' as document_id, '1' as source_line,"
            " 0 as column_no, 1 as number_no, 'notes' as statement, 'note_row' as line_item, null as member,"
            " 'actual' as measure, '2024' as period, ? as label, ? as printed", [label, label],
        )  # fmt: skip
        connection.execute(
            "create table marts.findings as select ? as finding_key, 'a' as document_id, ? as label,"
            " 2024 as fiscal_year, ? as message_sv, ? as message_en",
            [label, label, message, message],
        )
    return path


def test_a_comparison_shows_no_order_to_the_console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HOSTILE.replace("\0", "")
    a, b, c = (marts(tmp_path / f"{n}.duckdb", *told) for n, told in enumerate([("a", "b"), (text, "c"), ("a", text)]))
    for pair in ((a, b), (b, a), (a, c)):
        assert cli.main(["compare", *map(str, pair)]) == 1
    shown = capsys.readouterr().out
    assert not hidden(shown) and shown.count(MARKUP) >= 6 and "\nfinsam:" not in shown


def test_what_is_refused_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "\x1b[2J\u202e\ud800"
    for arguments in (["report", text], ["check", str(tmp_path / text)], ["compare", text, text], [text]):
        with contextlib.suppress(SystemExit):
            assert cli.main(arguments) == 2
        shown = capsys.readouterr()
        assert not hidden(shown.out + shown.err) and shown.err


def test_a_reason_that_no_seed_takes_is_refused_before_it_is_written() -> None:
    with pytest.raises(UserError, match=r"^--reason holds U\+202E, which cannot be seen"):
        acknowledge("k", "explained", "read\u202e by nobody")


def test_junit_parses_and_nothing_in_it_hides() -> None:
    suite = next(suite for suite in read_suites(ROOT / "expectations") if suite.name == "sums_balance_sheet")
    row = dict.fromkeys(("document_id", "fiscal_year", "source_line", "label", "printed_text", "computed"), HOSTILE)
    row |= {"difference": "1", "verdict": "deviates", "is_acknowledged": HOSTILE, "acknowledgement": HOSTILE}
    entry = replace(suite.entries[0], meta={**suite.entries[0].meta, "sv": HOSTILE, "en": HOSTILE})
    results = tuple(Result(entry, outcome, HOSTILE, {}, [row]) for outcome in ("new", "error", "observed"))
    outcomes = [SuiteResult(replace(suite, name=HOSTILE), results)]
    text = as_junit(outcomes).decode("utf-8")
    parsed = ElementTree.fromstring(text)
    assert (
        not hidden(text)
        and [len(parsed.findall(f".//{name}")) for name in ("failure", "error", "system-out")] == [1] * 3
    )
    assert MARKUP in str(parsed.find(".//failure").text)  # type: ignore[union-attr]
    assert len(lines(outcomes)) == 4 + 1


def test_markdown_holds_it_as_text() -> None:
    text = as_text(HOSTILE)
    assert (
        not hidden(text) and not re.search(r"<|(?<!\\)\||\]\(", text) and "&lt;script>" in text and "&amp;lt;" in text
    )
    assert as_code("a") == "`a`" and as_code("a ``b`` c") == "``` a ``b`` c ```"
    assert fence(["a", "```", "b\n```"]) == "````\na\n```\nb ```\n````"


@pytest.mark.parametrize("name", ["../../../x", "a/b", "..", "å", ""])
def test_a_document_that_would_leave_the_folder_of_its_seed_is_refused(name: str, tmp_path: Path) -> None:
    for place in (tmp_path / "x.csv", tmp_path / "seeds/line_items/a/b.csv"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("kept")
    with pytest.raises(UserError, match="the project has no seed"):
        build_version(tmp_path, tmp_path / "x.csv", {name})


@pytest.mark.parametrize("name", ["../../x", "BK-1/2", "BK-001\n", "bk-001", "BK-0001"])
def test_a_rule_that_would_leave_the_folder_of_its_page_is_refused(name: str, tmp_path: Path) -> None:
    suite = (ROOT / "expectations/sums_balance_sheet.yml").read_text("utf-8")
    (tmp_path / "sums_balance_sheet.yml").write_text(
        re.sub(r"rule: (\S+)", lambda _: f"rule: {json.dumps(name)}", suite, count=1), encoding="utf-8"
    )
    with pytest.raises(UserError, match="is no id of a rule") as raised:
        read_rules(tmp_path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("unseen", ["\x07", "\ud800", "\uffff"])
def test_a_comment_that_no_xml_holds_would_stop_a_copy(unseen: str, tmp_path: Path) -> None:
    """Why marks are cleaned where they are made: the format takes no such text."""
    file = word_file(tmp_path / "a.docx", INCOME)
    with pytest.raises((ValueError, UnicodeError)):
        ticked_docx(file.read_bytes(), [Mark("t1r2c1", "wrong", ("wrong",), unseen)])


def hostile_table(table: Table, text: str) -> Table:
    """Return a table in which labels and headings try to be something else; its first sum is wrong."""
    rows = []
    for row in table.rows:
        numbers = tuple(replace(n, printed="192 315") if n.printed == "192 135" else n for n in row.numbers)
        rows.append(replace(row, label=f"{row.label} {text}", numbers=numbers))
    return replace(table, rows=tuple(rows), heading=f"{table.heading} {text}")


def text_file(path: Path, table: Table, text: str) -> Path:
    """Write a table as a text with tabs."""
    told = ["Samordningsförbundet Annorstad " + text, "Årsredovisning 2024", "", table.heading, ""]
    told += ["\t".join(["", *table.columns.values()])]
    told += ["\t".join([row.label, *(number.printed for number in row.numbers)]) for row in table.rows]
    path.write_text("\n".join(told), encoding="utf-8")
    return path


def book(path: Path, table: Table, text: str) -> Path:
    """Write a table as a workbook."""
    made = openpyxl.Workbook()
    sheet = made.active
    for told in (["Samordningsförbundet Tredjestad " + text], ["Årsredovisning 2024"], [], [table.heading]):
        sheet.append(told)
    sheet.append(["", *map(str, table.columns.values())])
    for row in table.rows:
        sheet.append([row.label, *(number.printed for number in row.numbers)])
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    made.save(path)
    return path


def written(folder: Path, name: str) -> Iterator[str]:
    """Yield the texts of the cells, paragraphs and comments of a file."""
    path = folder / name
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    # a formula of ours adds up; one of a report would be text
                    # the name of a sheet between quotation marks is a name
                    assert cell.data_type != "f" or "cmd" not in re.sub(r"'[^']*'!", "", cell.value)
                    yield from (cell.comment.text,) if cell.comment else ()
                    yield from (cell.value,) if isinstance(cell.value, str) else ()
    else:
        with zipfile.ZipFile(path) as package:
            names = [part for part in package.namelist() if part in ("word/document.xml", "word/comments.xml")]
            yield from ("".join(ElementTree.fromstring(package.read(part)).itertext()) for part in names)


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function that checks hostile reports of three formats in a folder and returns what it showed."""
    monkeypatch.chdir(tmp_path)
    in_text = "".join(
        letter for letter in f"=cmd|x {UNSEEN} <script>x()</script>" if letter not in "\x1b\x07\0\r\n\x7f"
    )
    name = os.fsdecode(b"javascript:alert(1);\xff\x1b[2J'\"<b>\xe2\x80\xae") + "x" * 200

    def run(*more: str) -> str:
        word_file(tmp_path / f"{name[:100]}.docx", hostile_table(INCOME, IN_XML), account(-1))
        text_file(tmp_path / "b.txt", hostile_table(INCOME, in_text), in_text)
        book(tmp_path / "c.xlsx", hostile_table(INCOME, IN_XML), IN_XML)
        files = sorted(path.name for path in tmp_path.iterdir())
        assert cli.main(["check", *files, "--out", "ut", "--alone", "--ticked", "--force", *more]) == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*files, "ut"]), "nothing beside the pages"
        shown = capfd.readouterr()
        assert not hidden(shown.out + shown.err) and "Traceback" not in shown.err
        return shown.out

    return run


def test_hostile_reports_are_checked_and_all_of_it_stays_text(checked: Callable[..., str], tmp_path: Path) -> None:
    said = checked()
    assert "=cmd|" in said and "\nfinsam:" not in said
    seen: set[str] = set()
    for path in sorted((tmp_path / "ut").rglob("*")):
        assert not hidden(path.name), path
        if path.suffix == ".html":
            text = path.read_text("utf-8")
            parsed = Page(text)
            assert parsed.tags.count("script") == 1 and "img" not in parsed.tags and not hidden(text), path
            assert not [link for link in parsed.links if re.match(r"\s*[a-z]+:", link)], path
            seen.add(path.suffix)
        elif path.suffix in (".xlsx", ".docx"):
            is_copy = "avprickad" in path.name
            for text in written(tmp_path / "ut", str(path.relative_to(tmp_path / "ut"))):
                # of a copy the report's own text stays as it is
                assert is_copy or not hidden(text), (path, hidden(text))
                seen.add(path.suffix)
    assert seen == {".html", ".xlsx", ".docx"}
    copies = [path for path in (tmp_path / "ut").iterdir() if "avprickad" in path.name]
    comments = [
        comment.text for path in copies if path.suffix == ".docx" for comment in docx.Document(str(path)).comments
    ]
    assert len(copies) == 2 and any("=cmd|" in text for text in comments)
    assert not any(map(hidden, comments))


@pytest.mark.slow
def test_hostile_reports_as_json(checked: Callable[..., str]) -> None:
    found = json.loads(checked("--json"))
    labels = {finding["label"] for finding in found["findings"] if finding["label"]}
    assert any("\u202e" in label for label in labels), "machines get what is printed"
