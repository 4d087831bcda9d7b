"""Data Docs in a real browser without network: icons, styles, links, and values that stay text."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from finsam_audit.expectations.pages import amount, write_pages
from finsam_audit.expectations.runner import run_suites
from finsam_audit.expectations.suites import read_suites
from finsam_audit.names import Names
from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).resolve().parents[2]
LABEL = """<script>document.title='hit'</script><img src=x onerror="document.title='hit'"> "åäö" 'ÅÄÖ' &amp;"""


@pytest.fixture(scope="module")
def docs(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pages of a database with a hostile label."""
    folder = tmp_path_factory.mktemp("docs")
    hostile = folder / "hostile.duckdb"
    shutil.copyfile(database, hostile)
    with duckdb.connect(str(hostile)) as connection:
        connection.execute("update marts.printed_numbers set label = ? where line_item = 'current_assets'", [LABEL])
    write_pages(run_suites(hostile, read_suites(ROOT / "expectations")), folder / "data_docs", Names.read(hostile))
    return folder / "data_docs"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that refuses everything but files, and fails on any error that it meets."""
    context = browser.new_context(offline=True)
    refused: list[str] = []
    errors: list[str] = []

    def files_only(route: Route) -> None:
        if route.request.url.startswith("file://"):
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context.route("**/*", files_only)
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("requestfailed", lambda request: refused.append(request.url))
    yield opened
    context.close()
    assert refused == []
    assert errors == []


def test_index_sums_up_every_suite_with_styles_and_icons(page: Page, docs: Path) -> None:
    page.goto((docs / "index.html").as_uri())
    suites = sorted(path.stem for path in (ROOT / "expectations").glob("*.yml"))
    links = page.locator("table.suites tbody tr td:first-child a")
    assert [link.get_attribute("href") for link in links.all()] == [f"{name}.html" for name in suites]
    icons = page.locator("table.suites svg.icon")
    assert icons.count() == len(suites)
    for icon in icons.all():
        box = icon.bounding_box()
        assert box and box["width"] > 8
        drawn = icon.evaluate("e => { const b = e.querySelector('use').getBBox(); return b.width + b.height }")
        assert drawn > 0
    assert page.evaluate("getComputedStyle(document.querySelector('.n')).textAlign") == "right"
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.locator("[lang=en]").count() > 0


def test_every_page_is_reached_and_shows_its_rules(page: Page, docs: Path) -> None:
    for suite in read_suites(ROOT / "expectations"):
        page.goto((docs / "index.html").as_uri())
        page.click(f"table.suites a[href='{suite.name}.html']")
        assert suite.sv in page.inner_text("h1")
        assert page.locator("section.expectation").count() == len(suite.entries)
        assert page.locator("section.expectation .icon").count() == len(suite.entries)
        assert suite.entries[0].rule_id in page.inner_text("main")


def test_a_deviation_leads_from_the_index_to_its_rule(page: Page, docs: Path) -> None:
    page.goto((docs / "index.html").as_uri())
    page.locator("table.rows a", has_text="BR-002").first.click()
    section = page.locator("#BR-002")
    assert "4\u00a0696\u00a0357" in section.inner_text()
    assert "känd" in section.inner_text()


def test_an_observation_is_not_called_new(page: Page, docs: Path) -> None:
    page.goto((docs / "index.html").as_uri())
    row = page.locator("table.rows tr", has_text="BK-012").first
    assert "iakttagelse" in row.inner_text()
    assert page.locator("strong.new").count() == 0


@pytest.mark.parametrize("name", ["index", "sums_balance_sheet"])
def test_a_hostile_label_comes_out_as_text(page: Page, docs: Path, name: str) -> None:
    page.goto((docs / f"{name}.html").as_uri())
    assert page.title() != "hit"
    assert page.locator("script").count() == 0
    assert page.locator("img").count() == 0
    assert LABEL in page.locator("td", has_text="<script>").first.inner_text()


@pytest.mark.parametrize(
    ("value", "text"),
    [("1234567.50", "1\u00a0234\u00a0567,5"), ("-144.00", "−144"), (None, "–"), ("0", "0"), ("text", "text")],
)
def test_amounts_are_written_in_swedish(value: str | None, text: str) -> None:
    assert amount(value) == text
