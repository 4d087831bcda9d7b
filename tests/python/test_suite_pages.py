"""Pages of the suites: what each came to, with a way to rule, finding and number and back."""

import json
import shutil
from pathlib import Path

import pytest
from association import ROOT
from finsam_audit.expectations.suites import read_suites
from finsam_audit.report.command import write_report
from finsam_audit.report.suites import amount, read_results
from playwright.sync_api import Browser


def page(report: Path, name: str) -> str:
    return (report / name).read_text(encoding="utf-8")


def test_the_list_has_every_suite_and_its_page_every_rule(report: Path) -> None:
    listed = page(report, "expectations.html")
    for suite in read_suites(ROOT / "expectations"):
        assert f'href="suite/{suite.name}.html"' in listed
        shown = page(report, f"suite/{suite.name}.html")
        assert [entry.rule_id for entry in suite.entries if f'id="{entry.rule_id}"' not in shown] == []


def test_a_deviation_leads_to_suite_rule_finding_and_number_and_back(report: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto((report / "expectations.html").as_uri())
    opened.locator("#deviations a", has_text="BR-002").first.click()
    section = opened.locator("#BR-002")
    assert "4\u00a0696\u00a0357" in section.inner_text() and "Känd" in section.inner_text()
    here = opened.url
    section.locator("a", has_text="Avvikelse").first.click()
    assert "/finding/" in opened.url
    opened.locator("a.rule-id", has_text="BR-002").first.click()
    assert opened.url.endswith("rule/BR-002.html")
    opened.locator("dl.facts-list a").first.click()
    assert opened.url == here
    opened.locator("#BR-002 table a").first.click()
    assert "/document/" in opened.url and "#d-n-" in opened.url
    context.close()


def test_an_observation_is_not_called_new(report: Path) -> None:
    shown = page(report, "expectations.html")
    row = next(part for part in shown.split("<tr>") if ">BK-012<" in part)
    assert "Iakttagelse" in row and "Ny</span>" not in shown


def test_both_languages_say_the_same_of_known_deviations(report: Path) -> None:
    english = page(report, "en/expectations.html")
    assert "Nothing new is wrong." in english and 'lang="sv"' in english and "Known" in english


@pytest.mark.parametrize("text", [None, "{", json.dumps({"input_digest": "of another", "exit_code": 0, "suites": []})])
def test_results_of_another_database_are_not_shown(text: str | None, database: Path, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert read_results(path, "of this one") is None


def test_without_results_the_report_says_so(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(database, copy)
    write_report(copy, tmp_path / "report", quiet=True)
    assert "Sviterna har inte körts" in page(tmp_path / "report", "expectations.html")
    assert not (tmp_path / "report" / "suite").exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [("1234567.50", "1\u00a0234\u00a0567,5"), ("-144.00", "−144"), (None, "–"), ("0", "0"), ("text", "text")],
)
def test_amounts_are_written_in_swedish(value: str | None, text: str) -> None:
    assert amount(value) == text
