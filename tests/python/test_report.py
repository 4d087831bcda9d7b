"""The report from a built database: complete, escaped, the same twice, written only where it changed."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import duckdb
import openpyxl
import pytest
from association import ROOT
from finsam_audit import swedish
from finsam_audit.expectations.runner import run_suites, write_results
from finsam_audit.expectations.suites import read_suites
from finsam_audit.names import Names
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.report import formats, goals, plots, wording
from finsam_audit.report.command import write_report
from finsam_audit.report.memo import SHORT_DIGEST
from finsam_audit.report.workbook import sheet_names
from finsam_audit.report.workbook_tables import PREFIX
from finsam_audit.summary import summary

NAMES = Names(
    (row["vocabulary"], row["code"], row["name_sv"], row["name_en"])
    for row in read_rows(ROOT / "seeds/reference/code_names.csv")
)
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


@pytest.fixture
def hostile(database: Path, tmp_path: Path) -> Iterator[Path]:
    """Return the report of a database whose texts try to be markup, formulas and orders to turn around."""
    copy = tmp_path / "hostile.duckdb"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update marts.printed_numbers set label = ?", [HOSTILE])
        connection.execute("update marts.printed_numbers set printed = ? where value_kind = 'text'", [HOSTILE])
        connection.execute("update marts.findings set label = ?, message_sv = ?, message_en = ?", [HOSTILE] * 3)
        connection.execute("update marts.tables set heading = ?", [HOSTILE])
        connection.execute("update marts.table_columns set heading = ?", [HOSTILE])
        connection.execute("update marts.associations set name = ?", [HOSTILE])
        connection.execute("update marts.documents set association_name = ?", [HOSTILE])
        connection.execute("update marts.members set name = ?", [HOSTILE])
        connection.execute("update marts.goals set name_sv = ?, name_en = ?, printed_verdict = ?", [HOSTILE] * 3)
        connection.execute("update marts.check_results set label = ?, formula = ?", [HOSTILE] * 2)
    folder, results = tmp_path / "report", tmp_path / "results.json"
    chosen = [suite for suite in read_suites(ROOT / "expectations") if suite.name == "sums_balance_sheet"]
    write_results(run_suites(copy, chosen), copy, results)
    write_report(copy, folder, quiet=True, results_path=results)
    assert "&lt;" in (folder / "suite/sums_balance_sheet.html").read_text(encoding="utf-8")
    yield folder


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_every_page_is_there_in_both_languages(report: Path, database: Path) -> None:
    swedish = {page.relative_to(report) for page in pages(report) if page.relative_to(report).parts[0] != "en"}
    english = {page.relative_to(report / "en") for page in pages(report / "en")}
    assert swedish == english
    with duckdb.connect(str(database), read_only=True) as connection:
        for table, column, part in (
            ("marts.documents", "document_id", "document"),
            ("marts.findings", "finding_key", "finding"),
            ("marts.rules", "rule_id", "rule"),
        ):
            keys = [row[0] for row in connection.execute(f"select {column} from {table}").fetchall()]
            assert keys
            named = {formats.slug(key) for key in keys}
            if part == "document":
                named |= {f"{name}.corrected" for name in named}
            assert {Path(part) / f"{name}.html" for name in named} == {p for p in swedish if p.parts[0] == part}
    suites = {Path("suite") / f"{path.stem}.html" for path in (ROOT / "expectations").glob("*.yml")}
    assert suites == {p for p in swedish if p.parts[0] == "suite"}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("BK-001", "BK-001"),
        ("samspelet_ar_2025", "samspelet_ar_2025"),
        ("a_ar_2025/cash_flow/row/t2r7~2/actual/2025~3", "a_ar_2025.cash_flow.row.t2r7~2.actual.2025~3"),
    ],
)
def test_a_page_is_called_by_its_key(key: str, name: str, report: Path) -> None:
    assert formats.slug(key) == name
    # as docs/report.md says
    assert (report / "rule/RR-003.html").is_file() and (report / "en/document/samspelet_ar_2025.html").is_file()


@pytest.mark.parametrize(
    "keys",
    [
        ("BK-001", "bk-001", "Bk-001", "BK_001", "BK 001", "BK%20001"),
        ("a/b", "a.b", "a\\b", "a//b", "../a", "/a", "a/", ".", "..", ""),
        ("å", "ä", "\udc80", "\u202e", "a~x1", "a~1", "a~", "x" * 500, "x" * 501, HOSTILE),
    ],
)
def test_the_names_of_other_keys_are_safe_and_their_own(keys: tuple[str, ...]) -> None:
    names = [formats.slug(key) for key in keys]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*", name) and len(name) < 200 for name in names)
    # the name that a key was given is never that of another
    assert all(formats.slug(name) != name for key, name in zip(keys, names, strict=True) if "~x" in name)


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
    for expected in (swedish.number(row[4]), NAMES.name(row[5], "en", "cause"), NAMES.name(row[6], "en"), row[7]):
        assert " ".join(expected.split()) in words
    assert re.search(rf'class="num wrong[^"]*" href="#d-{anchor}"', text)


def marked_cells(database: Path) -> dict[str, set[tuple[str, str]]]:
    """Return document and anchor of every number by the mark that the ledger gives it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        numbers = connection.execute(
            "select mark, document_id, source_line, column_no, number_no from marts.coverage_ledger"
        ).fetchall()
    places: dict[str, set[tuple[str, str]]] = {"wrong": set(), "candidate": set(), "exception": set()}
    for mark, *key in numbers:
        if mark in places:
            places[mark].add((key[0], formats.anchor((key[0], key[1], key[2], key[3]))))
    return places


@pytest.fixture(scope="module")
def doubted(database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a copy of the database in which a finding is unsure of a rival in its own relation, and its report."""
    folder = tmp_path_factory.mktemp("doubted")
    copy = folder / "doubted.duckdb"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        found = connection.execute(
            "select e.finding_key, t.cell, t.document_id, t.source_line, t.column_no, t.number_no"
            " from marts.finding_relations as e inner join marts.relation_terms as t using (relation_id)"
            " where e.role <> 'bears_out' and t.cell not in (select cell from marts.findings) order by all limit 1"
        ).fetchone()
        assert found
        connection.execute(
            "insert into marts.finding_candidates by name select ? as finding_key, 99 as rank_no, ? as cell,"
            " ? as document_id, ? as source_line, ? as column_no, ? as number_no, 'unknown' as cause, 700 as log_odds",
            list(found),
        )
        connection.execute("update marts.findings set certainty = 'unknown' where finding_key = ?", [found[0]])
        connection.execute(
            "update marts.coverage_ledger set mark = 'candidate'"
            " where (document_id, source_line, column_no, number_no) = (?, ?, ?, ?)",
            list(found[2:]),
        )
    write_report(copy, folder / "report", quiet=True)
    return copy, folder / "report"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_only_the_cell_that_a_finding_names_is_marked_wrong(doubted: tuple[Path, Path], language: str) -> None:
    database, report = doubted
    places = marked_cells(database)
    assert all(places.values())
    folder = report if language == "sv" else report / "en"
    seen: dict[str, set[tuple[str, str]]] = {"wrong": set(), "candidate": set(), "exception": set()}
    classes = {
        "num wrong": "wrong",
        "num wrong known": "wrong",
        "num candidate": "candidate",
        "num touched": "exception",
    }
    for page in (folder / "document").iterdir():
        # the corrected report has marks of its own
        if page.stem.endswith(".corrected"):
            continue
        for number in page.read_text(encoding="utf-8").split('<span class="number"')[1:]:
            rest = number.split("</td>")[0]
            kind, anchor = re.findall(r'<a class="([^"]*)" href="#d-([^"]*)">', rest)[0]
            signs = re.findall(r'class="tick tick-(\w+)"[^>]*>([^<]*)<', rest)
            for mark, places_of in seen.items():
                if (mark, wording.TICKS[mark]) in signs:
                    assert signs[0][0] == mark
                    assert mark == "candidate" or len(signs) == 1, "the mark stands alone"
                    assert classes[kind] == mark
                    assert NAMES.name(mark, language) in rest, "said in words beside the sign"
                    places_of.add((page.stem, anchor))
            assert kind == "num" or classes[kind] in dict(signs)
    assert seen == places
    legend = (folder / "legend.html").read_text(encoding="utf-8")
    for mark in seen:
        assert NAMES.name(mark, language) in legend and wording.TICKS[mark] in legend
    assert len({wording.TICKS[mark] for mark in seen}) == 3


def pointed_to(page: str, kind: str) -> dict[str, list[str]]:
    """Return the findings that each number of a kind points to, by its anchor."""
    found = {}
    for entry in page.split('<section class="entry" id="d-')[1:]:
        if box := re.search(rf'<div class="finding-box {kind}">(.*?)</div>', entry, re.DOTALL):
            found[entry.split('"')[0]] = re.findall(r"finding/(\S+)\.html", box[1])
    return found


def test_a_number_that_is_not_the_culprit_names_it(doubted: tuple[Path, Path]) -> None:
    database, report = doubted
    places = marked_cells(database)
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (report / "document").glob("*.html")}
    for kind in ("candidate", "exception"):
        found = {(name, anchor) for name, page in pages.items() for anchor in pointed_to(page, kind)}
        assert {place for place in found if not place[0].endswith(".corrected")} == places[kind]
    with duckdb.connect(str(database), read_only=True) as connection:
        of_total = connection.execute(
            "select distinct t.document_id, t.cell, e.finding_key from marts.finding_relations as e"
            " inner join marts.relation_terms as t using (relation_id)"
            " inner join marts.coverage_ledger as l using (document_id, source_line, column_no, number_no)"
            " where e.role = 'mended' and e.state = 'deviation' and l.mark = 'exception'"
        ).fetchall()
    assert of_total
    told = {
        (name, key) for name, page in pages.items() for keys in pointed_to(page, "exception").values() for key in keys
    }
    assert {(name, formats.slug(key)) for name, _, key in of_total} <= told


def casting_sheets(book: openpyxl.Workbook) -> list[Any]:
    """Return the sheets that list the numbers of a document, without those that set its tables as printed."""
    return [sheet for sheet in book.worksheets[5:] if not sheet.title.startswith(PREFIX)]


def test_the_workbook_marks_the_same_cells(doubted: tuple[Path, Path]) -> None:
    database, report = doubted
    places = marked_cells(database)
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx")
    count = {mark: 0 for mark in places}
    for sheet in casting_sheets(book):
        for row in sheet.iter_rows(min_row=4, max_col=15):
            sign = row[6].value
            for mark in count:
                count[mark] += str(sign).split(" ")[0] == wording.TICKS[mark]
            red = [cell.coordinate for cell in row if cell.value is not None and cell.font.color is not None
                   and str(cell.font.color.rgb).endswith("9B1C1C")]  # fmt: skip
            assert bool(red) == (sign == wording.TICKS["wrong"]), (sheet.title, red, sign)
    assert count == {mark: len(cells) for mark, cells in places.items()}
    front = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(wording.TICKS[mark] in front for mark in count)


def test_the_kinds_of_a_documents_numbers_add_up(report: Path, database: Path) -> None:
    places = marked_cells(database)
    with duckdb.connect(str(database), read_only=True) as connection:
        numbers = connection.execute(
            "select document_id, count(is_covered), count(*) filter (is_covered is null and finding_key is not null)"
            " from marts.coverage_ledger group by document_id"
        ).fetchall()
    for document_id, number_count, missing in numbers:
        page = (report / "document" / f"{document_id}.html").read_text(encoding="utf-8")
        items = re.findall(r"<li>(.*?)</li>", page[page.index('class="kinds"') :].split("</ul>")[0])
        said = {}
        for item in items:
            _, count, words = re.sub(r"<[^>]*>", "", item).replace(swedish.NO_BREAK, "").split(" ", 2)
            said[words] = int(count)
        assert said.pop(NAMES.name("missing", "sv"), 0) == missing
        assert sum(said.values()) == number_count
        wrong = sum(document == document_id for document, _ in places["wrong"])
        assert said[NAMES.name("wrong", "sv")] == wrong - missing
        for mark in ("candidate", "exception"):
            own = sum(document == document_id for document, _ in places[mark])
            assert said.get(NAMES.name(mark, "sv"), 0) == own


def shares(folder: Path, database: Path) -> dict[str, set[str]]:
    """Return the covered share of all numbers, in percent with one decimal, wherever it is told."""
    overview = (folder / "index.html").read_text(encoding="utf-8")
    untested = (folder / "untested.html").read_text(encoding="utf-8")
    rows = list(openpyxl.load_workbook(folder / "finsam_audit.xlsx")["Täckning"].iter_rows(min_row=4, values_only=True))
    sums = [row for row in rows if row[1] == "Summa / total"]
    parts = [row for row in rows if row[1] != "Summa / total"]
    by_document = {str(row[0]): f"{row[4]:.1f}" for row in sums}
    said = {document_id: {share} for document_id, share in by_document.items()}
    for document_id, row in [(str(row[0]), row) for row in sums]:
        page = (folder / "en" / "document" / f"{document_id}.html").read_text(encoding="utf-8")
        facts = page[page.index('class="facts"') :]
        said[document_id] |= {re.findall(r"(\d+,\d)\u00a0%", text)[0].replace(",", ".") for text in (
            facts, untested[untested.index(f'href="document/{document_id}.html"') :])}  # fmt: skip
        assert f"({row[3]} of {row[2]})" in facts
    numbers, tested = (sum(row[place] for row in parts) for place in (2, 3))
    assert (numbers, tested) == tuple(sum(row[place] for row in sums) for place in (2, 3))
    match = re.search(r"([\d.]+) % of them", summary(database)[0])
    assert match
    said["all"] = {
        match[1], f"{100 * tested / numbers:.1f}",
        re.findall(r"(\d+,\d)\u00a0%", overview)[0].replace(",", "."),
    }  # fmt: skip
    return said


def test_coverage_is_told_the_same_everywhere(report: Path, database: Path, tmp_path: Path) -> None:
    first = shares(report, database)
    assert all(len(told) == 1 for told in first.values()), first
    with duckdb.connect(str(database), read_only=True) as connection:
        documents = connection.execute(
            "select p.document_id, count(*), count(*) filter (l.is_covered),"
            " count(*) filter (l.is_covered and not exists ("
            " select 1 from marts.relation_terms as t inner join marts.check_results as r using (relation_id)"
            " inner join marts.rules as m using (rule_id)"
            " where t.cell = p.cell and m.kind not in ('at_most', 'at_least') and r.state in"
            " ('exact', 'rounding', 'unlikely_rounding', 'deviation', 'undecided')))"
            " from marts.printed_numbers as p inner join marts.coverage_ledger as l"
            " using (document_id, source_line, column_no, number_no)"
            " where p.value_kind <> 'blank' and p.measure <> 'note_number' group by p.document_id"
        ).fetchall()
    for document_id, numbers, tested, without_equation in documents:
        assert first[document_id] == {f"{100 * tested / numbers:.1f}"} and without_equation == 0
    # a number whose ticks or relations say something else moves nothing: one column decides
    copy = tmp_path / "other.duckdb"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update marts.coverage_ledger set relation_count = 0, ticks = 'untested', mark = 'untested'"
            " where amount > 1000"
        )
    write_report(copy, tmp_path / "other", quiet=True)
    assert shares(tmp_path / "other", copy) == first


EFFECTS = ("result_effect", "equity_effect", "assets_effect", "cash_effect")
SAID_UNITS = {
    "sv": {"kr": "kr", "percentage_points": "procentenheter", "days": "dagar", "persons": "personer",
           "factor": "faktor"},
    "en": {"kr": "SEK", "percentage_points": "percentage points", "days": "days", "persons": "persons",
           "factor": "factor"},
}  # fmt: skip


def table_rows(text: str) -> list[list[str]]:
    """Return the rows of a page's tables, each cell as plain text with simple spaces."""
    rows = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.DOTALL):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        rows.append([" ".join(unescape(re.sub(r"<[^>]*>", "", cell)).split()) for cell in cells])
    return rows


def own_years(database: Path, document_id: str) -> list[dict[str, Any]]:
    """Return the misstatements of a report's own years that are not clearly trivial."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(
            "select m.*, f.label from marts.misstatements as m inner join marts.findings as f using (finding_key)"
            " where m.document_id = ? and category <> 'explained' and year_kind = 'own' and not m.is_clearly_trivial",
            [document_id],
        )
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_schedule_nets_its_own_years_and_tells_the_rest_apart(
    database: Path, tmp_path: Path, language: str
) -> None:
    name = "degerfors_karlskoga_ar_2024"
    copy = tmp_path / "schedule.duckdb"
    shutil.copy(database, copy)
    first, second = [row for row in own_years(copy, name) if row["unit"] == "kr"][:2]
    with duckdb.connect(str(copy)) as connection:
        for key, effect in ((first["finding_key"], 140_000), (second["finding_key"], -9_000)):
            connection.execute("update marts.misstatements set result_effect = ? where finding_key = ?", [effect, key])
        # neither a comparative nor what is trivial counts
        connection.execute(
            "update marts.misstatements set result_effect = 5000000 where unit = 'kr' and document_id = ?"
            " and (year_kind <> 'own' or is_clearly_trivial)",
            [name],
        )
        beside = connection.execute(
            "select finding_key from marts.misstatements where category is null order by 1"
        ).fetchall()
    write_report(copy, tmp_path / "report", quiet=True)
    page = (tmp_path / "report" / ("" if language == "sv" else "en") / "misstatements.html").read_text(encoding="utf-8")
    assert beside and not any(f"finding/{formats.slug(key)}.html" in page for (key,) in beside)
    section = unescape(next(part for part in page.split('<section class="sheet"') if f'id="{name}"' in part))
    lines = [row for row in table_rows(section) if len(row) == 10]
    net = next(row for row in lines if row[0].startswith(wording.text("net_of_year", language)))
    above = NAMES.name("above_overall_materiality", language, "materiality")
    assert net[4] == f"131 000 {above}" and net[3] == ""
    before = section[: section.index(wording.text("net_of_year", language))]
    for row in own_years(copy, name):
        assert f"finding/{formats.slug(row['finding_key'])}.html" in before
        line = next(found for found in lines if row["label"] in found[0] and str(row["fiscal_year"]) in found[0])
        said = swedish.number(row["difference"]).replace(swedish.NO_BREAK, " ")
        if row["unit"] != "kr":
            assert line[3] == f"{said} {SAID_UNITS[language][row['unit']]}" and line[4:8] == [""] * 4
        assert "☐" in line[8] and line[9].startswith("_")
    assert before.count("finding/") == len(own_years(copy, name))
    sheet = openpyxl.load_workbook(tmp_path / "report" / "finsam_audit.xlsx")["Felaktigheter"]
    head = {str(cell.value): cell.column - 1 for cell in sheet[3]}
    listed = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0] == name]
    sums = [row for row in listed if row[head["Post / row"]] is None]
    assert [row[head["Resultat / result"]] for row in sums] == [131_000]
    assert all(row[head["Signatur / signed"]] is None for row in listed)


def test_a_turned_sign_is_counted_once_and_amounts_of_other_years_stand_apart(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            "select abs(difference), amount, year_kind, category from marts.misstatements"
            " where finding_key = 'degerfors_karlskoga_ar_2024/operating_account/total/cost/2023'"
        ).fetchall()
    assert found == [(13_570_000, 6_785_000, "comparative", "factual")]


def test_finding_pages_say_what_their_figures_are_counted_in(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select f.finding_key, f.cause, m.unit, m.difference, f.printed_amount from marts.findings as f"
            " inner join marts.misstatements as m using (finding_key) where m.difference is not null"
        ).fetchall()
    listed = [row for row in table_rows((report / "findings.html").read_text(encoding="utf-8")) if len(row) == 10]
    assert len(listed) >= len(rows)
    seen = set()
    for key, cause, unit, difference, printed in rows:
        page = (report / "finding" / f"{formats.slug(key)}.html").read_text(encoding="utf-8")
        figures = dict(re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", page.split('class="facts-list"')[0], re.DOTALL))
        said = unescape(re.sub(r"<[^>]*>", "", figures[wording.text("difference", "sv")])).replace(
            swedish.NO_BREAK, " "
        )
        word = SAID_UNITS["sv"][unit]
        amount = swedish.number(difference).replace(swedish.NO_BREAK, " ")
        assert said == (f"{word} {amount}" if unit == "factor" else f"{amount} {word}")
        if unit == "percentage_points":
            assert f"{swedish.number(printed)}\u00a0<small>%</small>" in page.replace("&nbsp;", "\u00a0")
        seen.add(cause)
    assert {"date", "printed_unit", "verdict_contradicts"} <= seen
    units = [row for row in listed if row[8] == NAMES.name("printed_unit", "sv", "cause")]
    assert [row[5:8] for row in units] == [["tkr", "kr", "faktor 1 000"]]


def test_goals_stand_in_the_order_of_the_report_and_say_what_is_missing(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select document_id, line_item, source_line, column_no, number_no from marts.printed_numbers"
            " where statement = 'goals'"
        ).fetchall()
        names = connection.execute(
            "select document_id, goal, name_sv, is_met, threshold, printed_outcome, reason from marts.goals"
        ).fetchall()
    first: dict[tuple[str, str], tuple[int, int, int]] = {}
    for document_id, goal, line, column, number in rows:
        place = (int(line), column, number)
        first[document_id, goal] = min(place, first.get((document_id, goal), place))
    page = (report / "goals.html").read_text(encoding="utf-8")
    checked = 0
    for section in page.split('<h2 id="')[1:]:
        document_id = section.split('"')[0]
        listed = [row for row in table_rows(section)[1:] if len(row) == 8]
        known = {name: (goal, rest) for document, goal, name, *rest in names if document == document_id}
        places = [first[document_id, known[row[0]][0]] for row in listed if (document_id, known[row[0]][0]) in first]
        assert places == sorted(places)
        checked += len(places)
        for row in listed:
            is_met, threshold, outcome, _ = known[row[0]][1]
            if is_met is None:
                assert "rapporten anger" in row[5]
                assert not (outcome is not None and "inget utfall" in row[5])
                assert not (threshold is not None and "ingen gräns" in row[5])
    assert checked > 30
    codes = [goal for document, goal, *_ in names if document == "samspelet_ar_2025"]
    assert sorted(codes, key=lambda goal: first["samspelet_ar_2025", goal]) != sorted(codes)
    assert "motsvarande tal" not in "".join(path.read_text(encoding="utf-8") for path in pages(report))
    assert not re.search(r"\d (?:tkr|mkr)\b", page), "amounts of goals are kronor, whatever unit the report has"


@pytest.mark.parametrize(
    ("goal", "lacks"),
    [
        ({"is_met": True}, None),
        ({"reason": "undecided"}, "undecided"),
        ({"threshold": None, "printed_outcome": None}, "no_figures"),
        ({"threshold": None, "printed_outcome": None, "target_year": 2026}, "other_year"),
        ({"threshold": None}, "no_threshold"),
        ({"printed_outcome": None}, "no_outcome"),
        ({}, "no_direction"),
        ({"basis": "equity", "reason": "missing_items"}, "no_accounts"),
    ],
)
def test_a_goal_says_what_it_lacks(goal: dict[str, Any], lacks: str | None) -> None:
    plain = {"is_met": None, "reason": "not_in_document", "threshold": 20, "printed_outcome": 22, "basis": "none",
             "fiscal_year": 2025, "target_year": None}  # fmt: skip
    assert goals.gap({**plain, **goal}) == lacks
    assert lacks is None or lacks in NAMES.by_vocabulary["reason"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("−1 844 118 − 92 = −1 844 210", "−1~844~118 − 92 = −1~844~210"),
        ("722 818 / 2 520 000 = 12,5 %", "722~818 / 2~520~000 = 12,5~%"),
        ("1 844 118 kr <= 1 791 000 kr", "1~844~118~kr ≤ 1~791~000~kr"),
        ("33,16 >= 20", "33,16 ≥ 20"),
        ("år 2024 100 000 kr", "år 2024 100~000~kr"),
        ("rad 87, 2024 500 kr", "rad 87, 2024 500~kr"),
        (None, ""),
    ],
)
def test_numbers_are_never_broken_over_lines(text: str | None, shown: str) -> None:
    assert formats.figures(text).replace("\u00a0", "~") == shown


def test_formulas_and_messages_hold_no_number_that_can_break(report: Path) -> None:
    seen = 0
    for page in pages(report):
        text = page.read_text(encoding="utf-8")
        for part in re.findall(r'class="(?:formula|message)"[^>]*>([^<]*)<', text):
            assert not re.search(r"(?<!\d)\d{1,3} \d{3}(?!\d)", part), (page, part)
            seen += "\u00a0" in part
    assert seen > 100


@pytest.mark.parametrize(
    ("label", "period", "shown"),
    [
        ("Eget kapital av medel 2024", 2024, "Eget kapital av medel 2024"),
        ("Eget kapital av medel", 2024, "Eget kapital av medel 2024"),
        ("2024-01-01 -2024-12-31", 2024, "2024-01-01 -2024-12-31"),
        ("Sedan 2019", 2024, "Sedan 2019 2024"),
        ("Budget 2026–2028", "2026-2028", "Budget 2026–2028"),
        ("Sedan 2019", "2019-2024", "Sedan 2019, 2019-2024"),
        ("Post 12024", 2024, "Post 12024 2024"),
        ("Summa", None, "Summa"),
        (None, 2024, "2024"),
    ],
)
def test_a_period_is_said_once(label: str | None, period: object, shown: str) -> None:
    assert formats.titled(label, period) == shown


def test_no_heading_says_its_year_twice(report: Path) -> None:
    for page in pages(report):
        assert not re.search(r"\b(20\d\d)</?[^>]*> *\1\b|\b(20\d\d) \2\b", page.read_text(encoding="utf-8")), page


def test_a_number_is_untested_for_the_reason_that_its_relations_have(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select c.reason, list(distinct r.reason) filter (r.reason is not null) from marts.coverage_ledger as c"
            " left join marts.relation_terms as t using (document_id, source_line, column_no, number_no)"
            " left join marts.check_results as r using (relation_id) where not c.is_covered"
            " group by c.document_id, c.source_line, c.column_no, c.number_no, c.reason"
        ).fetchall()
    assert {len(reasons or []) > 0 for _, reasons in rows} == {True, False}
    for reason, reasons in rows:
        assert reason in ("no_second_print", *reasons) if reasons else reason in ("no_second_print", "not_in_document")
    page = (report / "untested.html").read_text(encoding="utf-8")
    told = dict(re.findall(r"<div><dt>([^<]*)</dt><dd>([^<]*)</dd></div>", page))
    assert told == {
        NAMES.name(reason, "sv", "reason"): str(sum(row[0] == reason for row in rows))
        for reason in {row[0] for row in rows}
    }


def test_same_data_give_the_same_bytes_and_nothing_is_written_twice(
    report: Path, database: Path, results: Path, tmp_path: Path
) -> None:
    again = write_report(database, tmp_path / "again", quiet=True, results_path=results)
    names = sorted(path.relative_to(report) for path in report.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again.path) for path in again.path.rglob("*") if path.is_file())
    for name in names:
        assert (report / name).read_bytes() == (again.path / name).read_bytes(), name
    before = {name: (again.path / name).stat().st_mtime_ns for name in names}
    assert write_report(database, again.path, quiet=True, results_path=results).changed == 0
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
    for sheet in casting_sheets(book):
        for row in sheet.iter_rows(min_row=4, min_col=3, max_col=3):
            if row[0].value is not None:
                assert row[0].data_type == "s", row[0].value
                seen.add(str(row[0].value)[:20])
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"} <= seen


def test_the_workbook_holds_live_sums_frozen_headings_and_filters(report: Path, database: Path) -> None:
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx")
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(
            "select count(*) from marts.check_results inner join marts.rules using (rule_id)"
            " where kind in ('sum', 'tie') and state not in ('not_evaluated', 'not_applicable')"
        ).fetchone()
    assert row
    formulas = 0
    for sheet in [*book.worksheets[1:5], *casting_sheets(book)]:
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref
    for sheet in casting_sheets(book):
        for cells in sheet.iter_rows(min_row=4, min_col=10, max_col=10):
            formulas += cells[0].data_type == "f"
    assert formulas >= 0.95 * row[0]


def test_findings_and_casting_sheets_lead_to_each_other_and_pages_can_be_read(report: Path, database: Path) -> None:
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx")
    listed = book["Avvikelser"]
    head = {str(cell.value): cell.column for cell in listed[3]}
    with duckdb.connect(str(database), read_only=True) as connection:
        printed = connection.execute(
            "select f.finding_key, p.printed from marts.findings as f"
            " inner join marts.printed_numbers as p using (cell)"
            " where f.column_no is not null and p.printed is not null"
        ).fetchall()
    assert printed
    place = {listed.cell(row, head["Nyckel / key"]).value: row for row in range(4, listed.max_row + 1)}
    for key, said in printed:
        link = listed.cell(place[key], head["Till avstämningen / to the casting sheet"]).hyperlink
        name, _, cell = link.location.rpartition("!")
        there = book[name.strip("'")]
        row = there[cell].row
        assert there.cell(row, 6).value == said
        back = there.cell(row, 15).hyperlink.location
        assert back == f"'Avvikelser'!A{place[key]}"
    for sheet in [*book.worksheets[1:5], *casting_sheets(book)]:
        wide = sum(dimension.width for dimension in sheet.column_dimensions.values())
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape"
        # a page of A4 holds some 190 characters that can be read
        assert wide / sheet.page_setup.fitToWidth <= 200
    message = listed.cell(4, head["Meddelande"])
    assert listed.row_dimensions[4].height >= 13 * len(str(message.value)) / 70


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
    assert swedish.number(value).replace("\u00a0", " ") == shown


def test_rule_pages_say_what_their_wildcards_stand_for(report: Path) -> None:
    shown = 0
    for page in (report / "rule").iterdir():
        for row in table_rows(page.read_text(encoding="utf-8")):
            if len(row) == 7:
                assert not {"*", "%", "="} & set(row), page
                shown += "raderna" in row
    assert shown > 5


def test_words_exist_in_both_languages() -> None:
    assert all(swedish and english for swedish, english in wording.TEXT.values())
    assert set(wording.TICKS) <= NAMES.by_vocabulary["tick"].keys() | NAMES.by_vocabulary["mark"].keys()


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    catalogue = Path(wording.__file__)
    sources = [path for end in ("py", "html") for path in catalogue.parents[1].rglob(f"*.{end}") if path != catalogue]
    said = " ".join(path.read_text(encoding="utf-8") for path in sources)
    named = {name for words in (said, str(wording.HELD_AGAINST)) for name in re.findall(r"""["'](\w+)["']""", words)}
    assert sorted(wording.TEXT.keys() - named) == []


def test_a_missing_database_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="run `make build` first"):
        write_report(tmp_path / "none.duckdb", tmp_path / "report", quiet=True)


def test_the_provenance_says_what_the_database_was_made_of(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute("select input_digest, commit_id from marts.about").fetchone()
    assert row and row[0]
    page = (report / "provenance.html").read_text(encoding="utf-8")
    front = openpyxl.load_workbook(report / "finsam_audit.xlsx").worksheets[0]
    cells = [cell.value for line in front.iter_rows() for cell in line]
    for said in row:
        assert f"<code>{said}</code>" in page and said in cells


def test_the_years_of_a_plot_stand_beside_each_other() -> None:
    for first, named in ((2014, list(range(2014, 2026))), (2001, list(range(2001, 2026, 3)))):
        drawn = plots.lines("solidity", {"A": [(year, 90) for year in range(first, 2026)]}, "%")
        assert [int(year) for year in re.findall(r">(20\d\d)</text>", drawn)] == named


def test_comparisons_show_the_print_and_what_a_finding_says_beside_it(database: Path, tmp_path: Path) -> None:
    copy, report = tmp_path / "figures.duckdb", tmp_path / "report"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update marts.figures set corrected_amount = amount + 1000 where association_id = 'samspelet'"
            " and line_item = 'net_result' and measure = 'actual' and is_primary"
        )
    write_report(copy, report, quiet=True)
    with duckdb.connect(str(copy), read_only=True) as connection:
        figures = connection.execute(
            "select a.name, f.fiscal_year, f.line_item, f.amount, f.corrected_amount, f.printed from marts.figures as f"
            " inner join marts.associations as a using (association_id)"
            " where f.is_primary and f.document_kind = 'annual_report'"
            " and f.line_item in ('equity_ratio', 'net_result') and f.measure in ('ratio', 'actual')"
        ).fetchall()
    page = (report / "comparisons.html").read_text(encoding="utf-8")
    rows = {(row[0], row[1]): row for row in table_rows(page.split("<tbody>")[1])}
    corrected = 0
    for name, year, item, amount, suggested, printed in figures:
        cell = rows[name, str(year)][4 if item == "equity_ratio" else 5]
        shown, _, beside = cell.partition(" (")
        places = () if item == "equity_ratio" else (0,)
        assert shown == swedish.number(amount, *places).replace(swedish.NO_BREAK, " ")
        if item == "equity_ratio":
            assert shown == printed.replace("%", "").strip(), "as the report prints it"
        if suggested != amount:
            said = swedish.number(suggested, *places).replace(swedish.NO_BREAK, " ")
            assert beside == f"{wording.text('suggested', 'sv').lower()} {said})"
            corrected += 1
        else:
            assert beside == ""
    assert corrected >= 1
    # what the balance sheet gives with a cell whose sign is doubted is no print
    assert rows["Samordningsförbundet östra Värmland", "2023"][4] == "90,2"


@pytest.mark.parametrize(
    ("address", "said", "column"),
    [
        ("99", "rad 99", "99"),
        ("p3r12", "sidan 3, rad 12", "12 (sidan\u00a03)"),
        ("b17r3", "stycke 17, rad 3", "3 (stycke\u00a017)"),
        ("s2r7", "blad 2, rad 7", "7 (blad\u00a02)"),
        (None, "rad", ""),
    ],
)
def test_a_line_is_said_by_page_block_or_sheet(address: str | None, said: str, column: str) -> None:
    assert formats.line_in_words(address, "sv") == said
    assert formats.line_in_column(address, "sv") == column


def test_the_fingerprint_of_the_input_is_one_on_pages_workbook_and_memos(report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute("select input_digest from marts.about").fetchone()
    assert row and re.fullmatch("[0-9a-f]{64}", row[0])
    assert f"<code>{row[0]}</code>" in (report / "provenance.html").read_text(encoding="utf-8")
    front = openpyxl.load_workbook(report / "finsam_audit.xlsx").worksheets[0]
    assert row[0] in [cell.value for cells in front.iter_rows() for cell in cells]
    memos = sorted((report / "memo").glob("*.html"))
    assert memos and all(row[0][:SHORT_DIGEST] in memo.read_text(encoding="utf-8") for memo in memos)
