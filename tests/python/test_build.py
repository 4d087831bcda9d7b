"""Publishing: whole or not at all, and what the outcome says."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from finsam_audit.acknowledge import write_row
from finsam_audit.build import failed_nodes, publish
from finsam_audit.cli import main
from finsam_audit.errors import UserError
from finsam_audit.swedish import as_models


def test_publish_replaces_the_database_and_leaves_no_half_file(tmp_path: Path) -> None:
    built, published = tmp_path / "built.duckdb", tmp_path / "published.duckdb"
    built.write_bytes(b"new")
    published.write_bytes(b"old")
    publish(built, published)
    assert published.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built.duckdb", "published.duckdb"]


def test_failed_nodes_names_failures_and_skips(tmp_path: Path) -> None:
    results = tmp_path / "run_results.json"
    nodes = [
        ("model.finsam_audit.a", "success"),
        ("test.finsam_audit.audit_gate", "fail"),
        ("unit_test.finsam_audit.a.counts", "fail"),
        ("model.x.b", "skipped"),
    ]
    results.write_text(json.dumps({"results": [{"unique_id": n, "status": s} for n, s in nodes]}))
    assert failed_nodes(results) == (["audit_gate", "counts"], 1)


def test_no_results_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="dbt left no result"):
        failed_nodes(tmp_path / "run_results.json")


def test_acknowledging_twice_replaces_the_row_and_sorts(tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(
        "finding_key,printed,suggested,difference,kind,reason,acknowledged_on\nb,1,2,-1,explained,old,2026-01-01\n"
    )
    row = dict.fromkeys(("printed", "suggested", "difference"), "1") | {
        "kind": "explained",
        "acknowledged_on": "2026-01-02",
    }
    replaced = write_row(seed, {**row, "finding_key": "b", "reason": 'new, "quoted"'})
    assert replaced and replaced["reason"] == "old"
    assert write_row(seed, {**row, "finding_key": "a", "reason": "first"}) is None
    lines = seed.read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["finding_key", "a", "b"]
    assert lines[2] == 'b,1,1,1,explained,"new, ""quoted""",2026-01-02'


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Decimal("-4118.00"), "-4 118"), (Decimal("1234567.50"), "1 234 567,5"), (None, ""), (Decimal("700.00"), "700")],
)
def test_amounts_are_written_as_the_models_write_them(amount: Decimal | None, text: str) -> None:
    assert as_models(amount) == text


@pytest.mark.parametrize(
    "command", [["expectations"], ["report"], ["rules"], ["acknowledge", "k", "--kind", "explained", "--reason", "r"]]
)
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "is not there; run `make build` first"), (b"no database", "cannot be read"), (b"", "cannot be read")],
)
def test_a_database_that_cannot_be_read_is_one_line(
    command: list[str], content: bytes | None, said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "dbt_project.yml").touch()
    if content is not None:
        (tmp_path / "finsam_audit.duckdb").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINSAM_DB", raising=False)
    assert main(command) == 2
    error = capsys.readouterr().err
    assert error.startswith("finsam: finsam_audit.duckdb ") and said in error and error.count("\n") == 1
