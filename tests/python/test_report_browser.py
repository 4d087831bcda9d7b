"""The report in a real browser and in LibreOffice, without network."""

import csv
import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pypdf
import pytest
from finsam_audit import swedish
from finsam_audit.report import formats
from finsam_audit.report.workbook_tables import PREFIX
from playwright.sync_api import Browser, Page, expect
from programs import program

pytestmark = pytest.mark.slow

AXE = Path(__file__).with_name("axe")
KINDS = (
    "index",
    "findings",
    "goals",
    "misstatements",
    "comparisons",
    "rules",
    "expectations",
    "untested",
    "provenance",
    "legend",
    "associations",
    "association/ostra_varmland",
    "memo/ostra_varmland",
    "document/ostra_varmland_ar_2025.corrected",
)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the source of axe-core, as its lock names it."""
    npm = program("npm", "npm")
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(AXE / name, folder / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def wrong_number(database: Path) -> dict[str, Any]:
    """Return a finding that has a printed cell and an amount to suggest."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(
            "select f.*, p.column_no, p.number_no, p.source_line, p.printed from marts.findings as f"
            " inner join marts.printed_numbers as p on f.cell = p.cell"
            " where f.suggested_amount is not null and p.printed is not null and p.column_no > 0"
            " order by f.finding_key limit 1"
        )
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
    assert row
    return dict(zip(names, row, strict=True))


def test_a_shared_address_shows_the_number_beside_its_entry(page: Page, report: Path) -> None:
    document = report / "document" / "fryksdalen_ar_2025.html"
    page.goto(f"{document.as_uri()}#d-n-331-5-1")
    entry, number = page.locator("#d-n-331-5-1"), page.locator("#n-331-5-1 a.num")
    expect(entry).to_be_visible()
    expect(number).to_have_class(re.compile("chosen"))
    page.wait_for_load_state("load")
    shown, beside = number.bounding_box(), entry.bounding_box()
    assert shown and beside and 0 <= shown["x"] and shown["x"] + shown["width"] <= beside["x"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_from_the_overview_to_a_wrong_number_to_its_source_and_back(
    page: Page, report: Path, database: Path, language: str
) -> None:
    finding = wrong_number(database)
    page.goto((report / "index.html").as_uri())
    if language == "en":
        page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator(f"main a[href='document/{finding['document_id']}.html']").click()
    anchor = formats.anchor(
        (finding["document_id"], finding["source_line"], finding["column_no"], finding["number_no"])
    )
    number = page.locator(f"#{anchor} a.num")
    expect(number).to_contain_text(finding["printed"])
    expect(number).to_have_class("num wrong known chosen" if "d-" in page.url else "num wrong known")
    number.click()
    entry = page.locator(f"#d-{anchor}")
    expect(entry).to_be_visible()
    line = "line" if language == "en" else "rad"
    expect(entry).to_contain_text(f"{line} {finding['source_line']}, cell {finding['column_no']}")
    expect(entry.locator(".finding-box strong")).to_contain_text(swedish.number(finding["suggested_amount"]))
    expect(entry.locator(".relations .mark.differs").first).to_be_visible()
    expect(page.locator("a.num.related").first).to_be_attached()
    entry.locator(f"a[href='../finding/{formats.slug(finding['finding_key'])}.html']").click()
    expect(page.locator("code").first).to_have_text(finding["finding_key"])
    page.locator(f"dd a[href='../document/{finding['document_id']}.html#d-{anchor}']").click()
    expect(page.locator(f"#d-{anchor}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#d-{anchor}")).to_be_hidden()
    expect(page.locator(f"#{anchor} a.num")).to_be_focused()
    page.locator("a.brand").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("dl.key-figures")).to_be_visible()


def test_the_other_language_keeps_the_place(page: Page, report: Path, database: Path) -> None:
    finding = wrong_number(database)
    anchor = formats.anchor(
        (finding["document_id"], finding["source_line"], finding["column_no"], finding["number_no"])
    )
    page.goto((report / "document" / f"{finding['document_id']}.html").as_uri() + f"#d-{anchor}")
    page.locator("a.language").dispatch_event("click")
    page.wait_for_url("**/en/document/**")
    expect(page.locator(f"#d-{anchor}")).to_be_visible()


def test_a_number_opens_without_script(browser: Browser, report: Path, database: Path) -> None:
    finding = wrong_number(database)
    anchor = formats.anchor(
        (finding["document_id"], finding["source_line"], finding["column_no"], finding["number_no"])
    )
    context = browser.new_context(java_script_enabled=False, offline=True)
    opened = context.new_page()
    opened.goto((report / "document" / f"{finding['document_id']}.html").as_uri())
    opened.locator(f"#{anchor} a.num").click()
    expect(opened.locator(f"#d-{anchor}")).to_be_visible()
    opened.locator(f"#d-{anchor} .back a").click()
    expect(opened.locator(f"#d-{anchor}")).to_be_hidden()
    context.close()


def test_the_finding_list_filters_searches_and_has_addresses_to_share(page: Page, report: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(
            "select document_id, count(*), (select count(*) from marts.findings) from marts.findings"
            " group by document_id order by document_id limit 1"
        ).fetchone()
    assert row and 0 < row[1] < row[2]
    page.goto((report / "findings.html").as_uri())
    rows = page.locator("#findings-table tbody tr:visible")
    expect(rows).to_have_count(row[2])
    page.locator("select[name=document]").select_option(row[0])
    expect(rows).to_have_count(row[1])
    expect(page.locator("[data-shown]")).to_have_text(str(row[1]))
    shared = page.url
    assert f"document={row[0]}" in shared
    page.goto("about:blank")
    page.goto(shared)
    expect(rows).to_have_count(row[1])
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(rows).to_have_count(row[1])
    page.locator("input[name=q]").fill("there is no such finding")
    expect(rows).to_have_count(0)
    page.locator("button[type=reset]").click()
    expect(rows).to_have_count(row[2])


def test_a_long_overview_is_searched_and_has_pages(page: Page, report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(report, folder, ignore=shutil.ignore_patterns("*.xlsx", "document", "finding", "rule", "suite"))
    index = folder / "index.html"
    head, rows, foot = re.split("<tbody>|</tbody>", index.read_text("utf-8"))
    page.goto(index.as_uri())
    expect(page.locator("form[data-filter]")).to_be_hidden()
    count = rows.count("<tr ")
    index.write_text(f"{head}<tbody>{rows * 60}</tbody>{foot}", encoding="utf-8")
    page.goto(index.as_uri())
    shown = page.locator("#overview-table tbody tr:visible")
    expect(shown).to_have_count(100)
    expect(page.locator("[data-page]")).to_have_text(f"1 / {-(-count * 60 // 100)}")
    page.locator("[data-turn='1']").click()
    assert "page=2" in page.url
    page.locator("input[name=q]").fill("ostra_varmland_ar_2025")
    expect(shown).to_have_count(60)
    expect(page.locator("[data-pages]")).to_be_hidden()
    assert "page" not in page.url


@pytest.mark.parametrize("asked", ["87896", "87 896", "87\u00a0896", "navet", "DR-002"])
def test_a_number_is_found_however_it_is_written(page: Page, report: Path, asked: str) -> None:
    page.goto((report / "findings.html").as_uri())
    page.locator("input[name=q]").fill(asked)
    expect(page.locator("#findings-table tbody tr:visible", has_text="Navet 2025")).to_have_count(1)
    expect(page.locator("#findings-table tbody tr:visible", has_text="Soliditet")).to_have_count(0)


def test_the_finding_list_begins_with_errors_and_keeps_another_order_in_its_address(page: Page, report: Path) -> None:
    page.goto((report / "findings.html").as_uri())
    classes = page.locator("#findings-table tbody tr td:first-child")
    found = classes.all_inner_texts()
    order = ["Fel", "Saknas", "Mål", "Presentation", "Lag"]
    assert found == sorted(found, key=order.index) and set(found) == set(order)
    page.get_by_role("button", name="Anges").click()

    def printed() -> list[Decimal]:
        texts = page.locator("#findings-table tbody tr td:nth-child(6)").all_inner_texts()
        digits = [re.match(r"[−\d\s,]+", text) for text in texts]
        plain = [re.sub(r"\s", "", match[0]).replace("−", "-").replace(",", ".") for match in digits if match]
        return [Decimal(text) for text in plain if re.search(r"\d", text) and "-" not in text[1:]]

    assert printed() == sorted(printed()) and len(set(printed())) > 10
    page.get_by_role("button", name="Anges").click()
    assert printed() == sorted(printed(), reverse=True)
    page.goto(page.url)
    assert "sort=-6" in page.url and printed() == sorted(printed(), reverse=True)
    page.locator("button[type=reset]").click()
    expect(classes.first).to_have_text("Fel")


def test_a_document_prints_as_a4_pages_with_numbers(page: Page, report: Path, database: Path) -> None:
    finding = wrong_number(database)
    page.goto((report / "document" / f"{finding['document_id']}.html").as_uri())
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    count = len(printed.pages)
    assert 2 <= count < 60
    for place, sheet in enumerate(printed.pages, 1):
        assert (round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) in ((595, 842), (596, 842))
        assert f"{place} / {count}" in sheet.extract_text()
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert finding["printed"].replace(" ", "") in text.replace(" ", "").replace("\u00a0", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(browser: Browser, report: Path, axe: str, scheme: Any, width: int) -> None:
    samples = [f"{kind}.html" for kind in KINDS] + ["en/index.html", "en/findings.html"]
    for part in ("document", "finding", "rule", "suite"):
        samples.append(f"{part}/{sorted(path.name for path in (report / part).iterdir())[0]}")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, bypass_csp=True
    )
    opened = context.new_page()
    serious = []
    for sample in samples:
        opened.goto((report / sample).as_uri())
        if sample.startswith("document/"):
            first = str(opened.locator("a.num").first.get_attribute("href"))
            # on the corrected report a number leads to the document's own page
            if first.startswith("#"):
                opened.goto((report / sample).as_uri() + first)
        opened.evaluate(axe)
        found = opened.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert found["passes"]
        serious += [
            f"{sample}: {violation['id']}: {violation['nodes'][0]['html'][:150]}"
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{sample} is {overflow} px too wide at {width}"
    context.close()
    assert serious == []


@pytest.mark.parametrize("sample", ["index", "findings", "goals", "misstatements", "rules", "expectations", "untested"])
def test_a_phone_shows_whole_lists(browser: Browser, report: Path, sample: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, offline=True)
    opened = context.new_page()
    opened.goto((report / f"{sample}.html").as_uri())
    hidden = opened.evaluate(
        "[...document.querySelectorAll('.scroll:has(.stack)')].map((part) => part.scrollWidth - part.clientWidth)"
    )
    assert hidden
    assert max(hidden) <= 1, f"{sample} hides {max(hidden)} px of a list beside the screen"
    unsaid = opened.evaluate(
        "[...document.querySelectorAll('.stack tbody td:not([data-label]):not(:empty)')]"
        ".filter((cell) => !cell.querySelector('.mark, a')).map((cell) => cell.textContent)"
    )
    assert unsaid == [], "every figure says what it is"
    context.close()


@pytest.mark.parametrize("sample", KINDS)
def test_a_page_of_the_navigation_prints_whole(page: Page, report: Path, sample: str) -> None:
    page.goto((report / f"{sample}.html").as_uri())
    shown = re.sub(r"\s+", "", page.locator("main h1").inner_text()).upper()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert shown in re.sub(r"\s+", "", printed.pages[0].extract_text()).upper()
    for place, sheet in enumerate(printed.pages, 1):
        text = sheet.extract_text()
        assert f"{place} / {len(printed.pages)}" in text
        assert len(text) > 40, f"sheet {place} is empty"
    # A4 between its margins is 178 mm, 672 px; the browser shrinks what is wider, and beyond a fifth nobody reads it
    page.set_viewport_size({"width": 672, "height": 1000})
    page.emulate_media(media="print")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1.2 * 672, f"{sample} is {wide} px wide on paper"


def test_documents_and_schedule_fit_the_paper(page: Page, report: Path) -> None:
    page.set_viewport_size({"width": 672, "height": 1000})
    page.emulate_media(media="print")
    wide = {}
    for path in [report / "misstatements.html", *sorted((report / "document").iterdir())]:
        page.goto(path.as_uri())
        wide[path.name] = page.evaluate("document.documentElement.scrollWidth")
    # what the browser shrinks by a tenth is still read without effort
    assert {name: width for name, width in wide.items() if width > 1.1 * 672} == {}


def test_printing_keeps_a_heading_with_its_rows(page: Page, report: Path) -> None:
    page.goto((report / "misstatements.html").as_uri())
    headings = {text.strip().upper() for text in page.locator("tr.group th").all_inner_texts()}
    assert headings
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    for sheet in printed.pages:
        lines = [line.strip().upper() for line in sheet.extract_text().splitlines() if line.strip()]
        body = [line for line in lines if line != "FINSAM AUDIT" and not re.fullmatch(r"\d+ / \d+", line)]
        assert body[-1] not in headings


def test_libreoffice_recalculates_the_same_sums(report: Path, database: Path, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice-calc")
    source = tmp_path / "finsam_audit.xlsx"
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx")
    original = openpyxl.load_workbook(report / "finsam_audit.xlsx", data_only=True)
    book.save(source)  # openpyxl keeps formulas and drops the stored results: what is read back was calculated
    profile = (tmp_path / "profile").as_uri()
    out = tmp_path / "out"
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(source),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (out / source.name).is_file(), done.stderr
    counted = openpyxl.load_workbook(out / source.name, data_only=True)
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select document_id, rule_id, abs(computed_amount), state = 'deviation' from marts.check_results"
        ).fetchall()
    known: dict[tuple[str, str], list[tuple[Decimal, bool]]] = {}
    for document_id, rule_id, computed, deviates in rows:
        known.setdefault((document_id, rule_id), []).append((computed, deviates))
    compared = 0
    listed = [sheet for sheet in book.worksheets[5:] if not sheet.title.startswith(PREFIX)]
    for sheet, formulas in ((counted[sheet.title], sheet) for sheet in listed):
        for row in range(4, formulas.max_row + 1):
            if formulas.cell(row, 10).data_type != "f":
                continue
            value, verdict = sheet.cell(row, 10).value, sheet.cell(row, 13).value
            assert isinstance(value, int | float), (sheet.title, row, value)
            found = known[(sheet.title, str(sheet.cell(row, 9).value))]
            fits = (Decimal(str(round(abs(value), 2))), verdict == "avviker")
            assert any(c is not None and abs(c - fits[0]) < Decimal("0.01") and d == fits[1] for c, d in found), (
                sheet.title, row, value, verdict)  # fmt: skip
            compared += 1
    assert compared > 500
    # the tables as printed: the figures come from the list, and the sums under them are the same again
    sums = 0
    for sheet in (sheet for sheet in counted.worksheets if sheet.title.startswith(PREFIX)):
        stored = original[sheet.title]
        for cells in book[sheet.title].iter_rows(min_row=4, min_col=3):
            for cell in cells:
                if cell.data_type == "f":
                    assert abs(sheet[cell.coordinate].value - stored[cell.coordinate].value) < 0.005, cell
                    sums += "'" not in str(cell.value)
    assert sums > 100


def test_libreoffice_shows_the_lists(report: Path, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice-calc")
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", options,
         "--outdir", str(tmp_path), str(report / "finsam_audit.xlsx")],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    (found,) = tmp_path.glob("*.csv")
    rows = list(csv.reader(io.StringIO(found.read_text(encoding="utf-8"))))
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx")
    listed = [row for row in rows[3:] if any(row)]
    assert len(listed) == book["Avvikelser"].max_row - 3 > 0
