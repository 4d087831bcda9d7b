"""Corpora for timing: they hold what they say, under unique keys, where dbt's variable points."""

import json
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from finsam_audit.cli import main
from finsam_audit.measure import corpora
from finsam_audit.measure.corpora import Asked, floor, keep_corpus, write_corpus
from finsam_audit.measure.corpus import LAYOUT

KEYS = {
    "line_items": "document_id, source_line, table_no, column_no, number_no",
    "associations": "association_id",
    "documents": "document_id",
    "members": "association_id, member",
    "tables": "document_id, table_no",
    "table_columns": "document_id, table_no, column_no",
    "document_sections": "document_id, section",
    "goal_definitions": "goal_id",
}


def rows_of(query: str) -> list[tuple[int, ...]]:
    return duckdb.execute(query).fetchall()


def relations_of(folder: Path) -> dict[str, str]:
    relations: dict[str, str] = json.loads((folder / "vars.json").read_text("utf-8"))["input_relations"]
    return relations


def check_keys(relations: dict[str, str]) -> None:
    for name, key in KEYS.items():
        rows, keys = rows_of(f"select count(*), count(distinct ({key})) from {relations[name]}")[0]
        assert rows == keys > 0, name


def test_a_corpus_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "an auditor's corpus"
    assert main(["scale", "--numbers", "2000", "--to", str(folder)]) == 0
    relations = relations_of(folder)
    assert {file.parent.name for file in folder.glob("*/*.parquet")} == set(relations) == set(LAYOUT)
    check_keys(relations)
    on_spark = json.loads((folder / "vars.spark.json").read_text("utf-8"))["input_relations"]
    assert on_spark == {name: f"parquet.`{folder / name}`" for name in LAYOUT}
    said = json.loads((folder / "corpus.json").read_text("utf-8"))
    count = rows_of(f"select count(*) from {relations['line_items']}")[0][0]
    reports = rows_of(f"select count(*) from {relations['documents']}")[0][0]
    assert count == said["numbers"] >= 2000 and reports == said["reports"]
    assert said["reports_with_errors"] == 1 and said["error_share"] == 1 / reports
    assert f"{count:,} numbers in {reports} reports" in capsys.readouterr().out
    assert 0 < floor(folder) < 5


def test_one_report_in_a_hundred_is_spoiled(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", Asked(60_000))
    assert corpus.reports_with_errors == -(-corpus.reports // 100)


def test_the_errors_are_all_that_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(tmp_path / "spoiled", Asked(2000))
    monkeypatch.setattr(corpora, "ERROR_SHARE", 0)
    write_corpus(tmp_path / "clean", Asked(2000))
    rows = [relations_of(tmp_path / name)["line_items"] for name in ("spoiled", "clean")]
    changed = rows_of(f"select distinct document_id from (from {rows[0]} except all from {rows[1]})")
    assert len(changed) == 1


def test_no_numbers_is_one_clean_association(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", Asked(0))
    assert (corpus.associations, corpus.errors) == (1, 0)
    check_keys(relations_of(tmp_path / "corpus"))


def test_more_than_is_generated_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "GENERATED", 1000)
    corpus = write_corpus(tmp_path / "corpus", Asked(3000))
    relations = relations_of(tmp_path / "corpus")
    check_keys(relations)
    # a slice of associations in their order reads few files
    scan = f"read_parquet('{tmp_path}/corpus/documents/*.parquet', filename = true)"
    spans = rows_of(f"select min(association_id), max(association_id) from {scan} group by filename order by 1")
    assert len(spans) == 3 and all(a[1] < b[0] for a, b in pairwise(spans))
    assert corpus.times_repeated == 3 and corpus.reports_with_errors == 3
    assert rows_of(f"select count(*) from {relations['line_items']}") == [(corpus.numbers,)]
    lost = (
        f"select count(*) from {relations['goal_definitions']} anti join {relations['documents']} using (document_id)"
    )
    assert rows_of(lost) == [(0,)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--numbers", "10", "--to", "full"], "is not empty"),
        (["--numbers", "-1", "--to", "new"], "too few"),
        (["--numbers", "10", "20", "--to", "new"], "one size"),
        (["--numbers", "0"], "above 0"),
        (["--from", "full", "--numbers", "10"], "as it is"),
        (["--from", "full"], "has no line_items/*.parquet"),
        (["--from", "full", "--slice", "0"], "at least 1"),
    ],
)
def test_what_cannot_be_written_is_refused(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dbt_project.yml").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert main(["scale", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["dbt_project.yml", "full", "kept.txt"]


def test_a_corpus_is_written_again_where_it_would_be_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    keep_corpus(folder, Asked(0), 1)
    (folder / "mark").touch()
    keep_corpus(folder, Asked(0), 1)
    assert (folder / "mark").exists()
    for numbers, seed in ((1, 1), (1, 2)):
        assert keep_corpus(folder, Asked(numbers), seed).seed == seed and not (folder / "mark").exists()
        (folder / "mark").touch()
    monkeypatch.setattr(corpora, "_generator", lambda: "another")
    keep_corpus(folder, Asked(1), 2)
    assert not (folder / "mark").exists()
