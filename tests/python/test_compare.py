"""`finsam compare`: which numbers differ, which findings come and go."""

import csv
from pathlib import Path

import pytest
from finsam_audit.cli import main
from finsam_audit.compare import differing_numbers, read_seed
from finsam_audit.project.errors import UserError

DOCUMENT = "samspelet_ar_2025"


@pytest.fixture
def seed(project: Path) -> Path:
    return project / "seeds" / "line_items" / f"{DOCUMENT}.csv"


def changed(seed: Path, line: str, column: str, printed: str, target: Path) -> Path:
    with seed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hit = [row for row in rows if (row["source_line"], row["column_no"]) == (line, column)]
    assert len(hit) == 1
    hit[0]["printed"] = printed
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return target


def test_a_changed_number_is_listed_by_what_it_is_about(seed: Path, tmp_path: Path) -> None:
    other = changed(seed, "57", "1", "10 007", tmp_path / "b.csv")
    (change,) = differing_numbers(read_seed(seed), read_seed(other))
    assert (change.before, change.after, change.line_after) == ("10 006", "10 007", "57")
    assert differing_numbers(read_seed(seed), read_seed(seed)) == []


def test_a_row_that_moved_is_no_difference(seed: Path) -> None:
    before = read_seed(seed)
    after = [{**row, "source_line": str(int(row["source_line"]) + 3)} for row in before]
    assert differing_numbers(before, after) == []


def test_a_row_that_only_one_version_has(seed: Path) -> None:
    before = read_seed(seed)
    (change,) = differing_numbers(before, before[1:])
    assert (change.before, change.after) == (before[0]["printed"], None)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b""])
def test_what_is_no_seed_is_said_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(UserError):
        read_seed(path)


@pytest.mark.slow
def test_findings_appear_disappear_and_say_something_else(
    seed: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed(seed, "57", "1", "10 106", tmp_path / "b.csv")
    both = changed(other, "325", "2", "-9 364", tmp_path / "c.csv")
    monkeypatch.chdir(project)
    assert main(["compare", str(seed), str(both)]) == 1
    said = capsys.readouterr().out
    assert "10 006 → 10 106" in said
    assert f"+ {DOCUMENT}/multi_year_overview/operating_income/actual/2025" in said
    assert f"~ {DOCUMENT}/operating_account/total/cost/2025: " in said and "−9 364 tkr" in said.replace("\u00a0", " ")
    assert main(["compare", str(other), str(seed)]) == 0
    assert f"- {DOCUMENT}/multi_year_overview/operating_income/actual/2025" in capsys.readouterr().out
