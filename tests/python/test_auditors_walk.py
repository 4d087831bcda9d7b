"""The auditor's walk in a real browser: overview to number, rule and law, workbook and schedule."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import openpyxl
import pytest
from finsam_audit.report import wording
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

ASSOCIATION = "ostra_varmland"
# one error behind four findings: the receivables were changed and what was worked out from them was not
FINDING = "ostra_varmland_ar_2025/balance_sheet/current_assets/actual/2025"
FELLOW = "ostra_varmland_ar_2025/cash_flow/change_in_receivables/actual/2025"


def file_of(key: str) -> str:
    return f"{key.replace('/', '.')}.html"


class Walk:
    """A walk over the pages in one language; a picture of each step goes to where FINSAM_SCREENSHOTS says."""

    def __init__(self, page: Page, language: str, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 844})
        self.page = page
        self.width = width
        self.language = language
        self.steps = 0

    def said(self, name: str) -> str:
        """Return an expression of the pages."""
        return wording.text(name, self.language)

    def step(self, name: str) -> None:
        """Note a step: its page is whole, in the language, and nothing of it lies beside the window."""
        self.steps += 1
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"
        if folder := os.environ.get("FINSAM_SCREENSHOTS"):
            target = Path(folder) / f"{self.language}-{self.width}-{self.steps}-{name}.png"
            self.page.screenshot(path=target, full_page=name != "number")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_auditors_walk(page: Page, report: Path, language: str, width: int) -> None:
    walk = Walk(page, language, width)
    page.goto((report / "index.html").as_uri())
    if language == "en":
        page.locator("a.language").click()
    walk.step("overview")

    # the association: its reports over the years, what was found in them, and its memo
    page.locator(f"main th a[href='association/{ASSOCIATION}.html']").first.click()
    expect(page.locator(f"a[href='../finding/{file_of(FINDING)}']")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(walk.said("no_report_before"))
    walk.step("association")

    # the memo, and from its list of findings to one of them
    page.locator(f"main a[href='../memo/{ASSOCIATION}.html']").first.click()
    expect(page.locator("h1")).to_have_text(walk.said("memo"))
    walk.step("memo")
    row = page.locator(f"tr:has(a[href='../finding/{file_of(FINDING)}'])")
    expect(row).to_contain_text("751\u00a0434")
    expect(row).to_contain_text(walk.said("related"))
    # a cause that several share is told once
    expect(page.locator("article.memo p", has_text="2\u00a0539")).to_have_count(1)
    row.locator("a").first.click()

    # the finding: what is printed, what should be, and what it hangs together with
    expect(page.locator("dl.key-figures")).to_contain_text("751\u00a0578")
    story = page.locator("section:has(> #related)")
    expect(story).to_contain_text("2\u00a0539")
    expect(story.locator(f"a[href='{file_of(FELLOW)}']")).to_be_visible()
    walk.step("finding")

    # the number as printed, its row label beside it and nothing over it
    page.locator("dd a", has_text=walk.said("to_report")).click()
    entry, number = page.locator(".entry:target"), page.locator("a.num.chosen")
    expect(number).to_have_text("751 434")
    expect(entry).to_be_visible()
    label = page.locator("tr:has(a.num.chosen) th")
    shown, beside, named = number.bounding_box(), entry.bounding_box(), label.bounding_box()
    assert shown and beside and named
    is_left, is_above = shown["x"] + shown["width"] <= beside["x"], shown["y"] + shown["height"] <= beside["y"]
    assert is_left or is_above, "the entry hides the number that it explains"
    assert named["x"] >= 0 and named["x"] + named["width"] <= shown["x"] + 1, "the number has lost its row label"
    walk.step("number")

    # the rule and the law that it rests on; where nobody read the law, that is said
    entry.locator("a.rule-id", has_text="BR-002").first.click()
    expect(page.locator("h1")).to_contain_text("BR-002")
    law = page.locator("dt", has_text=walk.said("law")).first.locator("+ dd")
    expect(law).to_contain_text(walk.said("law_unread"))
    walk.step("rule")

    # the workbook, where the finding leads to its row of the casting sheet and back
    page.go_back()
    entry.locator(f"a[href='../finding/{file_of(FINDING)}']").click()
    book_link = page.locator("a[href$='finsam_audit.xlsx']")
    expect(book_link).to_be_visible()
    address = page.evaluate("document.querySelector(\"a[href$='finsam_audit.xlsx']\").href")
    book = openpyxl.load_workbook(Path(unquote(urlsplit(address).path)))
    listed = book["Avvikelser"]
    place = next(cells for cells in listed.iter_rows(min_row=4) if any(cell.value == FINDING for cell in cells))
    sheet, _, cell = next(cell for cell in place if cell.hyperlink).hyperlink.location.rpartition("!")
    assert book[sheet.strip("'")].cell(book[sheet.strip("'")][cell].row, 6).value == "751 434"

    # the schedule, at the misstatement itself
    page.locator("dd a", has_text=walk.said("to_schedule")).click()
    target = page.locator("tr:target")
    expect(target).to_contain_text("751\u00a0578")
    expect(target).to_contain_text(re.compile("144"))
    walk.step("schedule")
