"""What is wrong in seeds is told together and shortly; each kind of it stands in test_bad_input.py."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from finsam_audit.inputs.errors import MOST, seed_errors, seed_notes
from finsam_audit.inputs.line_items import MEASURES, UNITS

ROOT = Path(__file__).resolve().parents[2]
SEED = "seeds/line_items/fryksdalen_ar_2025.csv"
ROWS = "seeds/reference/table_rows.csv"
TREE = ("parent_column", "weight", "base_column", "line_item", "member")
ROW = "fryksdalen_ar_2025,276,2,1,8,income_statement,Verksamhetens kostnader,operating_costs,,actual,2025,-2 809 443,kr"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the project's seeds, and the macros by which prints are read."""
    shutil.copy(ROOT / "dbt_project.yml", tmp_path)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "macros", tmp_path / "macros")
    return tmp_path


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """Write the rows of a seed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_words_are_those_that_the_models_accept() -> None:
    models = yaml.safe_load((ROOT / "models/staging/_staging__models.yml").read_text(encoding="utf-8"))["models"]
    tests = next(m["data_tests"] for m in models if m["name"] == "stg_line_items")
    accepted = {
        column: set(values)
        for test in tests
        for rule in test.get("holds", {}).get("arguments", {}).get("rules", [])
        for column, values in rule.get("accepted_values", {}).items()
    }
    assert accepted["measure"] == MEASURES
    assert accepted["printed_unit"] | {""} == UNITS


def test_the_shipped_seeds_have_nothing_wrong() -> None:
    assert seed_errors(ROOT) == []


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"parent_column": "9"}, "column parent_column: '9' is no column of the table here"),
        ({"parent_column": "1"}, "column parent_column: '1' is the column itself"),
        ({"base_column": "9"}, "column base_column: '9' is no column of the table here"),
        ({"weight": ""}, "column weight: '' is no weight"),
        ({"parent_column": ""}, "column weight: '1' stands without parent_column"),
    ],
)
def test_a_wrong_tree_of_columns_is_named(project: Path, columns: dict[str, str], said: str) -> None:
    path = project / "seeds/reference/table_columns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    place = next(n for n, r in enumerate(rows) if r["column_no"] == "1" and r["parent_column"] == "3")
    rows[place].update(columns)
    write_csv(path, rows)
    (error,) = seed_errors(project)
    assert error.startswith(f"seeds/reference/table_columns.csv:{place + 2}: ") and said in error


def test_the_tree_of_the_columns_may_be_left_out(project: Path) -> None:
    path = project / "seeds/reference/table_columns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    write_csv(path, [{k: v for k, v in row.items() if k not in TREE} for row in rows])
    assert seed_errors(project) == []


def test_two_files_that_cannot_be_read_are_two_lines(project: Path) -> None:
    for name in (ROWS, SEED):
        (project / name).write_bytes(b"\xff")
    assert [error.split(":")[0] for error in seed_errors(project)] == [ROWS, SEED]


def set_fields(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a seed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    write_csv(path, rows)


def drop(project: Path, seed: str, start: str) -> None:
    """Take the rows that begin with a text out of a reference seed."""
    path = project / f"seeds/reference/{seed}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize(
    ("seed", "row", "said", "to_add"),
    [
        (
            "tables",
            "fryksdalen_ar_2025,8,",
            "fryksdalen_ar_2025 8",
            "fryksdalen_ar_2025,8,income_statement,275,283,<heading>,<unit or nothing>",
        ),
        ("associations", "fryksdalen,", "fryksdalen", "fryksdalen,<its name>,<its organisation number or nothing>"),
        (
            "documents",
            "fryksdalen_ar_2025,",
            "fryksdalen_ar_2025",
            "fryksdalen_ar_2025,<association_id>,<annual_report or plan>,<year>,<file name of the source>,",
        ),
        (
            "members",
            "fryksdalen,region_varmland,",
            "fryksdalen region_varmland",
            "fryksdalen,region_varmland,Driftbidrag från Region Värmland,<kind>,,",
        ),
    ],
)  # fmt: skip
def test_an_omission_is_one_line_with_the_row_to_add(
    project: Path, seed: str, row: str, said: str, to_add: str
) -> None:
    drop(project, seed, row)
    (error,) = seed_errors(project)
    assert error.startswith(f"seeds/reference/{seed}.csv: {said} is not there, but ")
    assert f"; add the row {to_add}" in error


def test_what_can_be_inferred_may_be_absent(project: Path) -> None:
    for seed in ("table_columns", "table_rows", "document_sections", "goal_definitions", "not_line_items"):
        path = project / f"seeds/reference/{seed}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    assert seed_errors(project) == []


def test_what_is_left_out_and_cannot_be_inferred_is_noted_once_a_document(project: Path) -> None:
    assert seed_notes(project) == []
    drop(project, "goal_definitions", "samspelet_ar_2025/")
    drop(project, "document_sections", "samspelet_ar_2025,")
    goals, part = seed_notes(project)
    assert goals.startswith(
        "seeds/reference/goal_definitions.csv: samspelet_ar_2025 prints goals that are not judged unless "
    )
    assert "; to have them judged add rows as samspelet_ar_2025/" in goals
    assert part.endswith("add the row samspelet_ar_2025,management_report,<line where it begins, or nothing>")


def test_errors_of_many_seeds_are_told_at_once(project: Path) -> None:
    for seed, column in (("members", "kind"), ("goal_definitions", "basis"), ("document_sections", "section")):
        set_fields(project / f"seeds/reference/{seed}.csv", lambda rows, c=column: rows[0].update({c: "x"}))  # type: ignore[misc]
    drop(project, "tables", "fryksdalen_ar_2025,8,")
    path = project / SEED
    path.write_text(path.read_text(encoding="utf-8").replace("-2 809 443", "2 8094 43", 1), encoding="utf-8")
    assert [error.split(":")[0] for error in seed_errors(project)] == [
        "seeds/reference/members.csv",
        "seeds/reference/document_sections.csv",
        "seeds/reference/goal_definitions.csv",
        SEED,
        "seeds/reference/tables.csv",
    ]


def test_what_is_wrong_alike_in_many_rows_is_one_line(project: Path) -> None:
    path = project / SEED
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",actual,2025,", ",outcome,2025,"), encoding="utf-8")
    (error,) = seed_errors(project)
    count = text.count(",actual,2025,")
    assert "column measure: 'outcome' is no measure" in error and error.endswith(f"(and in {count - 1} more rows)")


def test_a_hundred_errors_of_a_file_are_twenty_lines_and_a_count(project: Path) -> None:
    path = project / SEED
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    wrong = [line.replace(",actual,", f",m{number},", 1) for number, line in enumerate(lines)]
    path.write_text("".join(wrong), encoding="utf-8")
    errors = seed_errors(project)
    assert len(errors) == MOST + 1 and errors[-1].startswith(f"{SEED}: and ")
