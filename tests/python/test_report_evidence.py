"""The page of a finding: all that speaks for and against it, each in numbers, and where it stands in the report."""

import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pytest
from finsam_audit.report.command import write_report
from finsam_audit.report.database import Database
from finsam_audit.report.evidence import odds
from finsam_audit.report.formats import slug
from finsam_audit.report.recast import contrary, recast

NAVET = "fryksdalen_ar_2025/operating_account/activity/navet/net_deviation/2025"
RECEIVABLES = "ostra_varmland_ar_2025/cash_flow/change_in_receivables/actual/2024"


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def page_of(report: Path, key: str) -> str:
    return unescape((report / "finding" / f"{slug(key)}.html").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def witnesses(page: str) -> list[list[str]]:
    """Return the relations of a page: rule and cells as plain text."""
    tables = re.findall(r'<table class="figures stack evidence">(.*?)</table>', page, re.DOTALL)
    bodies = [row for table in tables for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)]
    return [[plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in bodies]


def test_a_finding_shows_every_relation_for_and_against_it(report: Path, database: Path) -> None:
    listed: dict[str, Counter[str]] = {}
    for key, rule_id in rows(database, "select finding_key, rule_id from marts.finding_relations"):
        listed.setdefault(key, Counter())[rule_id] += 1
    assert listed
    for key, rules in listed.items():
        assert Counter(row[0].split()[0] for row in witnesses(page_of(report, key))) == rules, key


def test_a_relation_is_told_as_printed_and_with_the_suggestion(report: Path) -> None:
    told = [row[1:3] for row in witnesses(page_of(report, NAVET))]
    assert ["Avviker: −1 987 104 + 2 075 000 = 87 896 ≠ 87 869", "✓ Stämmer: −1 987 104 + 2 075 000 = 87 896"] in told
    # two prints of one figure are told against each other
    assert ["Avviker: 87 896 ≠ 87 869", "✓ Stämmer: 87 896 = 87 896"] in told


def test_what_the_findings_suggest_is_told_alike_by_the_marts_and_by_python(database: Path) -> None:
    opened = Database(database)
    corrections, compared = opened.corrections(), 0
    for document in opened.documents():
        by_cell = {number["cell"]: number for number in document.numbers}
        for finding in document.findings:
            amounts = dict(corrections)
            if finding["cell"] in by_cell and finding["suggested_amount"] is not None:
                amounts[finding["cell"]] = finding["suggested_amount"] * by_cell[finding["cell"]]["sign_factor"]
            for relation in document.evidence[finding["finding_key"]]:
                cast = recast(relation, document.terms.get(relation["relation_id"], []), amounts)
                if finding["class"] not in ("error", "missing") or cast is None:
                    assert relation["suggested_formula"] is None
                    continue
                told = (relation["suggested_formula"], relation["is_met_by_suggestion"])
                if finding["cause"] == "row_not_printed" and relation["evidence_role"] == "mended":
                    # the row that is not there has no cell: the marts add it to its total
                    assert told != (cast.formula, cast.holds) and told[1], finding["finding_key"]
                    continue
                assert told == (cast.formula, cast.holds), (finding["finding_key"], relation["relation_id"])
                compared += 1
    opened.close()
    assert compared > 100


def test_a_message_names_no_more_relations_than_its_page_shows_as_mended(report: Path, database: Path) -> None:
    counted = 0
    for key, message in rows(database, "select finding_key, message_sv from marts.findings"):
        said = re.search(r"; förslaget stöds även av (.*?)[.] [A-ZÅÄÖ]", message)
        shown = sum(row[1].startswith("Avviker") and "✓" in row[2] for row in witnesses(page_of(report, key)))
        if said:
            named = re.sub(r" \((?:[^()]|\([^()]*\))*\)", "", said[1])
            names, more = re.fullmatch(r"(.*?)(?: och (\d+ |ytterligare en )kontroll(?:er till)?)?", named).groups()  # type: ignore[union-attr]
            # the relation that is told is mended too
            assert names.count('"') // 2 + int((more or "0").replace("ytterligare en", "1")) < shown, key
            counted += 1
    assert counted > 10


def test_a_message_names_the_other_print_and_where_it_stands(database: Path) -> None:
    told = dict(rows(database, "select finding_key, message_sv from marts.findings"))
    overview = told["degerfors_karlskoga_ar_2024/contributions_overview/net_result/actual/2020"]
    assert '"Årets resultat" 2020 i flerårsöversikten, rad 88, anger 487\u00a0600\u00a0kr' in overview
    # the year is said, also another one of the same row
    plan = told["samspelet_ar_2025/budget_plan/opening_equity/budget/2028"]
    assert '"Kvar eget kapital inkl. 700 buffert" 2027, rad 402, anger 10\u00a0006\u00a0tkr' in plan
    # the law is cited where its text was read, or where the finding rests on it
    assert not any("lagtexten inte" in message for key, message in told.items() if "/note_income/" not in key)


def test_what_deviates_is_told_by_its_opposite(report: Path) -> None:
    share = witnesses(page_of(report, "degerfors_karlskoga_ar_2024/goals/equity_share/share/2024"))
    assert share[0][1] == "Avviker: 11,8 % ≠ 629 996 / 5 040 000 = 12,5 %"
    verdict = witnesses(page_of(report, "ostra_varmland_ar_2025/goals/within_budget/verdict/2025"))
    assert verdict[0][1] == 'Avviker: 1 844 118 kr > 1 791 000 kr: "uppfyllt"'
    assert contrary({"formula": '12 <= 20: "ej uppfyllt"'}) == '12 <= 20: "ej uppfyllt"'
    met = '12,5\u00a0% <= 20\u00a0%: "ej uppfyllt"'
    assert contrary({"formula": met}) == met
    assert contrary({"formula": "2025-02-23 > 2025-12-31"}) == "2025-02-23 ≤ 2025-12-31"
    assert contrary({"formula": None}) is None


def test_what_a_person_has_explained_comes_first_and_is_no_misstatement(report: Path, database: Path) -> None:
    keys = [key for (key,) in rows(database, "select finding_key from marts.acknowledgements where kind = 'explained'")]
    assert len(keys) > 5
    for key in keys:
        page = plain(page_of(report, key))
        assert page.index("Tidigare bedömning: förklarad") < page.index("(regel ")
    kept = rows(
        database,
        "select count(*) from marts.corrected_numbers as n inner join marts.acknowledgements as k using (finding_key)"
        " where k.kind = 'explained' and n.corrected_amount is distinct from n.printed_amount",
    )
    assert kept == [(0,)]
    counted = rows(
        database,
        "select distinct category from marts.misstatements as m"
        " inner join marts.acknowledgements as k using (finding_key) where k.kind = 'explained'",
    )
    assert set(counted) == {("explained",)}


def test_the_definition_that_was_used_stands_in_the_rules(database: Path) -> None:
    unknown = rows(
        database,
        "select relation_id from marts.finding_relations as e where definition is not null and rule_id not like 'TB-%'"
        " and (rule_id, definition) not in (select rule_id, definition from marts.rule_terms)",
    )
    assert unknown == []


def test_what_deviates_is_never_told_as_equal(report: Path, database: Path) -> None:
    for (key,) in rows(database, "select finding_key from marts.findings"):
        for row in witnesses(page_of(report, key)):
            sides = row[1].removeprefix("Avviker: ").split(" = ")
            assert not (row[1].startswith("Avviker") and len(sides) == 2 and sides[0] == sides[1]), (key, row)


def test_a_ratio_shows_numerator_denominator_and_the_place_of_each_term(report: Path) -> None:
    page = page_of(report, RECEIVABLES)
    ratio = next(row for row in witnesses(page) if row[0].startswith("FO-007"))
    assert "460 254 / (120 144 + 120 144 + 510 254) = 61,32 % ≠ 90,2 %" in ratio[1]
    assert "= 90,2 %" in ratio[2] and "✓" in ratio[2]
    assert "täljare: " in ratio[3] and ratio[3].count("nämnare: ") == 6
    assert ratio[3].count("rad ") == ratio[3].count("(") - ratio[3].count("saknas)")


@pytest.mark.parametrize("kind", ["legal", "presentation", "goal"])
def test_law_scope_and_goals_suggest_no_change(report: Path, database: Path, kind: str) -> None:
    keys = rows(database, f"select finding_key from marts.findings where class = '{kind}'")
    assert keys
    for (key,) in keys:
        assert "Förslag" not in plain(page_of(report, key)) and "förslag" not in plain(page_of(report, key))


def test_what_nothing_decides_has_no_large_suggestion(report: Path, database: Path) -> None:
    keys = rows(
        database,
        "select finding_key from marts.findings where certainty = 'unknown' and class = 'error'"
        " and suggested_amount is not null",
    )
    assert keys
    for (key,) in keys:
        figures = page_of(report, key).split('class="facts-list"')[0]
        suggested = re.findall(r"<dt>Förslag</dt><dd>(.*?)</dd>", figures, re.DOTALL)
        assert len(suggested) == 1 and plain(suggested[0]).startswith("avgörs inte; övriga tal ger"), key


def test_candidates_stand_with_their_odds(database: Path, tmp_path: Path) -> None:
    assert [odds({"log_odds": value}) for value in (0, 693, 2303, 900_000)] == [1, 2, 10, 1_000_000]
    copy = tmp_path / "rivals.duckdb"
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "insert into marts.finding_candidates by name select c.* replace (2 as rank_no, p.cell as cell,"
            " p.source_line as source_line, p.column_no as column_no, 2303 as log_odds, 2074973 as suggested_amount)"
            " from marts.finding_candidates as c inner join marts.printed_numbers as p"
            " on p.cell = 'fryksdalen_ar_2025/operating_account/activity/navet/net_budget/2025'"
            " where c.finding_key = ?",
            [NAVET],
        )
    write_report(copy, tmp_path / "report", quiet=True)
    page = page_of(tmp_path / "report", NAVET)
    listed = plain(page[page.index("Möjliga celler") :])
    assert "1 mot 10" in listed and "2 074 973" in listed and "troligast" in listed


def test_a_finding_shows_its_row_with_neighbours_under_the_printed_heading(report: Path) -> None:
    page = page_of(report, NAVET)
    excerpt = page[page.index("I rapporten</h2>") : page.index('class="facts-list"')]
    lines = re.findall(r'<td class="line">([^<]*)</td>', excerpt)
    assert lines == ["329", "330", "331", "332", "333"]
    assert "Avvikelse 2025 Netto" in plain(excerpt) and excerpt.count('class="num wrong"') == 1
    assert "Driftredovisning (Driftredovisning), rad 331" in plain(page)


def test_the_pages_of_a_document_say_what_they_are_made_of(report: Path, database: Path) -> None:
    for name, sha256, key in rows(
        database,
        "select d.document_id, d.sha256, min(f.finding_key) from marts.documents as d"
        " inner join marts.findings as f using (document_id) group by all",
    ):
        for place in (f"document/{name}", f"document/{name}.corrected", f"finding/{slug(key)}"):
            for language in ("", "en/"):
                assert sha256 in (report / language / f"{place}.html").read_text(encoding="utf-8")
