"""Every rule has a page, and the page says what the rule is today."""

from pathlib import Path

from conftest import ROOT
from finsam_audit.rule_pages import pages


def test_the_pages_are_what_seeds_fixtures_and_data_give(database: Path) -> None:
    expected = pages(ROOT, database)
    folder = ROOT / "docs/rules"
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert sorted(there) == sorted(expected), "run `finsam rules`"
    stale = [name for name in expected if there[name] != expected[name]]
    assert stale == [], "run `make build` and `finsam rules`"
