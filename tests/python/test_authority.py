"""What an authority sees: findings by association and year, kinds, coverage, chains of years, a site to look in."""

import csv
from pathlib import Path

import pytest
from association import ROOT
from finsam_audit.measure import authority as command
from finsam_audit.measure.authority import gather
from finsam_audit.measure.corpora import Asked, write_corpus
from finsam_audit.measure.sliced import How, cast_corpus
from finsam_audit.project.csv_files import read_rows
from finsam_audit.report.associations import added, reports
from finsam_audit.report.database import Database

ASKED = Asked(associations=2, reports=4)


def test_reports_of_many_years_follow_each_other(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", ASKED)
    assert (corpus.associations, corpus.reports, corpus.reports_with_errors) == (2, 8, 1)
    cast_corpus(ROOT, tmp_path / "corpus", tmp_path, How(slice=1, processes=2))
    gather(tmp_path, tmp_path / "finsam_audit.duckdb")
    database = Database(tmp_path / "finsam_audit.duckdb")
    try:
        rows = reports(database)
        (numbers,) = database.rows("select sum(number_count)::bigint as chart from marts.line_items")
        (keys,) = database.rows(
            "select count(*) - count(distinct (statement, line_item)) as doubled from marts.line_items"
        )
    finally:
        database.close()
    assert [row["fiscal_year"] for row in rows] == [2022, 2023, 2024, 2025] * 2
    assert [row["has_before"] for row in rows] == [False, True, True, True] * 2
    sums = added(rows)
    assert (sums["reports"], sums["followers"], sums["chained"]) == (8, 6, 6)
    assert sums["number_count"] <= corpus.numbers and sums["open_count"] > 0
    # the two slices make one chart
    assert keys["doubled"] == 0 and numbers["chart"] > 0


def test_a_first_report_is_held_against_none(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", Asked(associations=1, reports=1))
    cast_corpus(ROOT, tmp_path / "corpus", tmp_path, How())
    gather(tmp_path, tmp_path / "finsam_audit.duckdb")
    database = Database(tmp_path / "finsam_audit.duckdb")
    try:
        (row,) = reports(database)
    finally:
        database.close()
    assert not row["has_before"] and not row["is_chained"]


@pytest.mark.slow
def test_the_command_says_and_writes_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PLACE", tmp_path)
    assert command.authority(ROOT, 1, How(), ASKED) == 0
    said = capsys.readouterr().out.splitlines()
    rows = list(read_rows(tmp_path / "reports.csv"))
    found = sum(int(row["open_count"]) for row in rows)
    assert said[0].startswith(f"2 associations: 8 reports, {found} findings in 1; ")
    assert "6 of 6 held against the year before" in said[0]
    assert said[1].startswith("  2022: 2 reports, ") and said[1].endswith("0 of 0 held against the year before")
    kinds = list(csv.DictReader((tmp_path / "kinds.csv").open(encoding="utf-8")))
    assert sum(int(kind["finding_count"]) for kind in kinds) == found > 0
    assert {f"{row['association_id']}.html" for row in rows} == {
        p.name for p in (tmp_path / "site/association").iterdir()
    }
    assert any(line.startswith("site: ") for line in said)
