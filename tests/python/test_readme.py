"""What the README shows is what the project prints."""

import re
from pathlib import Path

import duckdb
from association import ROOT
from finsam_audit.summary import summary

RELATION = "DR-002:fryksdalen_ar_2025/331/5/1"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_build_prints_these_lines(database: Path) -> None:
    said = "\n".join(summary(database))
    assert said in README, f"README.md shows other lines than the build prints; put these there:\n{said}"


def test_the_first_query_gives_this_result(database: Path) -> None:
    match = re.search(r"\.sql\('''\n(.*?)'''\)\)\"\n(.*?)\n```", README, re.DOTALL)
    assert match is not None
    with duckdb.connect(str(database), read_only=True) as connection:
        assert str(connection.sql(match[1])).strip() == match[2]


def test_the_walk_ends_in_the_source_line(database: Path, sources: Path) -> None:
    key = "fryksdalen_ar_2025/operating_account/activity/navet/net_deviation/2025"
    assert key in README
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            "select source_line, cause from marts.findings where finding_key = ?", [key]
        ).fetchone()
        rules = connection.execute(
            "select distinct rule_id from marts.finding_relations where finding_key = ? and role <> 'bears_out'"
            " order by 1",
            [key],
        ).fetchall()
        cells = connection.execute(
            "select source_line, column_no, printed from marts.relation_terms join marts.printed_numbers"
            " using (document_id, source_line, column_no, number_no) where relation_id = ?",
            [RELATION],
        ).fetchall()
    assert found is not None and RELATION in README and len(cells) == 3
    line, cause = found
    assert f"Line {line}" in README
    assert ", ".join(rule for (rule,) in rules) in README
    assert cause in README
    text = (sources / "fryksdalen_arsredovisning_2025.txt").read_text(encoding="utf-8").split("\n")
    for source_line, column, printed in cells:
        assert text[int(source_line) - 1].split("\t")[column] == printed
        assert f"`{printed}`" in README
