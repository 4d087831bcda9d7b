"""The corrected report: what changes, what casts then, and what stays open."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pytest
from finsam_audit.report.corrected import corrected_path
from finsam_audit.report.database import Database
from finsam_audit.report.recast import recast

HELD = ("exact", "rounding", "unlikely_rounding")


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_relations_cast_again_as_the_marts_cast_them_and_no_correction_breaks_one(database: Path) -> None:
    opened = Database(database)
    corrections = opened.corrections()
    cast, mended = 0, 0
    for document in opened.documents():
        for relation in document.results:
            terms = document.terms.get(relation["relation_id"], [])
            printed, corrected = recast(relation, terms, {}), recast(relation, terms, corrections)
            if printed is None or corrected is None or relation["state"] in ("not_evaluated", "not_applicable"):
                continue
            cast += 1
            assert printed.holds == (relation["state"] in HELD), relation["relation_id"]
            assert corrected.holds or not printed.holds, relation["relation_id"]
            mended += corrected.holds and not printed.holds
    opened.close()
    wanted = rows(
        database,
        "select count(*) from marts.check_results inner join marts.rules using (rule_id)"
        " where state not in ('not_evaluated', 'not_applicable') and kind in ('sum', 'tie')",
    )[0][0]
    assert cast >= wanted and mended


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_corrected_report_shows_each_change_and_what_stays_open(report: Path, database: Path, language: str) -> None:
    pages = {
        name: unescape((report / language / corrected_path(name)).read_text(encoding="utf-8"))
        for (name,) in rows(database, "select document_id from marts.documents")
    }
    changed = rows(
        database,
        "select c.document_id, c.finding_key from marts.corrected_numbers as c where c.finding_key is not null",
    )
    assert changed
    for name, key in changed:
        assert f'class="num corrected" href="../finding/{key.replace("/", ".")}.html"' in pages[name], key
    kept = rows(
        database,
        "select f.document_id, f.finding_key from marts.findings as f"
        " where f.finding_key not in"
        " (select finding_key from marts.corrected_numbers where finding_key is not null)",
    )
    assert kept
    for name, key in kept:
        opening = pages[name].split('id="open"')[1].split("</table>")[0]
        assert f"../finding/{key.replace('/', '.')}.html" in opening, key


def test_the_sum_over_a_mended_cell_is_told_to_cast(report: Path) -> None:
    page = (report / "document/fryksdalen_ar_2025.corrected.html").read_text(encoding="utf-8")
    table = next(part for part in page.split("</section>") if 'class="num corrected"' in part)
    before, after = table.split("Som rättad</h3>")
    assert "87 869" in before and "87 869" not in after
    assert 'navet.net_deviation.2025.html">87\u00a0896</a>' in after
    total = after.split('<tr class="total">')[-1]
    assert re.search(r"200 955</span><span class=\"ticks\"><span class=\"tick tick-casts\"", total)


def test_a_document_leads_to_its_corrected_report_and_back(report: Path) -> None:
    page = (report / "document/samspelet_ar_2025.html").read_text(encoding="utf-8")
    assert 'href="samspelet_ar_2025.corrected.html"' in page
    assert 'href="samspelet_ar_2025.html"' in (report / "document/samspelet_ar_2025.corrected.html").read_text(
        encoding="utf-8"
    )
