"""The page of what is new: what differs from the database that was published before, or between two versions."""

import re
import shutil
from html import unescape
from pathlib import Path

import duckdb
import pytest
from finsam_audit.cli import main
from finsam_audit.report.command import write_report

NAVET = "fryksdalen_ar_2025/operating_account/activity/navet/net_deviation/2025"
GONE = "samspelet_ar_2025/goals/within_budget/verdict/2025"


@pytest.fixture(scope="module")
def before(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database in which one number, one message and two findings are other than in the present one."""
    copy = tmp_path_factory.mktemp("before") / "previous.duckdb"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update marts.printed_numbers set printed = '1 234' where cell = ?", [NAVET])
        connection.execute("update marts.findings set message_sv = 'Annat.' where finding_key = ?", [NAVET])
        connection.execute(
            "insert into marts.findings by name select * replace ('samspelet_ar_2025/x' as finding_key) from"
            " marts.findings where finding_key = ?",
            [GONE],
        )
        connection.execute("delete from marts.findings where finding_key = ?", [GONE])
    return copy


def section(page: str, name: str) -> str:
    return page[page.index(f'id="{name}"') :].split("<h2")[0]


def told(page: Path) -> str:
    return unescape(page.read_text(encoding="utf-8")).replace("\u00a0", " ")


def test_the_report_says_what_is_new_since_the_last_publishing(database: Path, before: Path, tmp_path: Path) -> None:
    write_report(database, tmp_path / "report", quiet=True, before=before)
    page = told(tmp_path / "report" / "changes.html")
    numbers = section(page, "changes_numbers")
    assert "1 234" in numbers and "87 869" in numbers and "(1)" in numbers
    assert GONE in section(page, "changes_new") and "samspelet_ar_2025/x" in section(page, "changes_gone")
    changed = section(page, "changes_changed")
    assert NAVET in changed and "Annat." in changed and "(1)" in changed
    for link in re.findall(r'href="(finding/[^"#]+)', page):
        assert (tmp_path / "report" / link).is_file(), link
    assert 'href="changes.html"' in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    english = told(tmp_path / "report" / "en" / "changes.html")
    assert "Numbers that differ (1)" in english and NAVET in english


def test_without_an_earlier_database_the_page_says_so(report: Path) -> None:
    assert "ingen tidigare databas" in told(report / "changes.html")


def test_compare_writes_the_same_as_a_page_by_itself(
    database: Path, before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINSAM_DB", str(database))
    assert main(["compare", str(before), str(database), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert f"+ {GONE}: " in said and "- samspelet_ar_2025/x" in said and f"~ {NAVET}: " in said
    assert str(tmp_path / "out" / "changes.html") in said
    page = told(tmp_path / "out" / "changes.html")
    assert "previous.duckdb →" in page and NAVET in page
    links = set(re.findall(r'href="([^"#]+)', page)) - {"data:,"}
    assert all((tmp_path / "out" / link).is_file() for link in links), links


def test_compare_without_versions_takes_the_published_and_the_one_before(
    database: Path, before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "dbt_project.yml").write_text("name: finsam_audit\n", encoding="utf-8")
    shutil.copy(before, tmp_path / "build" / "previous.duckdb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FINSAM_DB", str(database))
    assert main(["compare"]) == 1
    assert f"~ {NAVET}: " in capsys.readouterr().out
    (tmp_path / "build" / "previous.duckdb").unlink()
    assert main(["compare"]) == 2
    assert "previous.duckdb is not there" in capsys.readouterr().err
