"""What a person writes wrong in a seed is said in one line with file, row, column and what to do."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from finsam_audit.project.errors import UserError
from finsam_audit.seed_errors import MEASURES, UNITS, seed_errors, seed_notes

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
    columns = next(m["columns"] for m in models if m["name"] == "stg_line_items")
    accepted = {
        column["name"]: set(test["accepted_values"]["arguments"]["values"])
        for column in columns
        for test in column.get("data_tests", [])
        if "accepted_values" in test
    }
    assert accepted["measure"] == MEASURES
    assert accepted["printed_unit"] | {""} == UNITS


def test_the_shipped_seeds_have_nothing_wrong() -> None:
    assert seed_errors(ROOT) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",operating_costs,", ",operating_kosts,", "column line_item: 'operating_kosts' is not in seeds/"),
        (",276,", ",,", "column source_line: '' is empty; write the line"),
        (",276,2,", ",276,two,", "column column_no: 'two' is no whole number"),
        (",income_statement,", ",incomes,", "column statement: 'incomes' is no statement"),
        (",actual,", ",outcome,", "column measure: 'outcome' is no measure; known are actual"),
        (",2025,-", ",25,-", "column period: '25' is no year; write four digits"),
        (",-2 809 443,", ",mycket,", "column printed: 'mycket' is no number, dash or blank"),
        (",-2 809 443,", ",-2 8o9 443,", "column printed: '-2 8o9 443' is no number, dash or blank"),
        (",-2 809 443,", ",2 8094 43,", "column printed: '2 8094 43' can be read as 2809443 or as 2 and 8094 and 43;"),
        (",actual,2025,-2 809 443,", ",date,2025,2026-13-45,", "'2026-13-45' is no date; write"),
        (",kr", ",SEK", "column unit: 'SEK' is no unit; known are count"),
        ("fryksdalen_ar_2025,", "fryksdalen_ar_2024,", "'fryksdalen_ar_2024' is not the name of the file"),
        (",-2 809 443,", ",-2 809,443,", "14 fields instead of 13; quote a text that holds a comma"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_row_and_column(project: Path, old: str, new: str, said: str) -> None:
    path = project / SEED
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = lines.index(ROW + "\n")
    assert old in ROW
    lines[number] = ROW.replace(old, new, 1) + "\n"
    path.write_text("".join(lines), encoding="utf-8")
    errors = seed_errors(project)
    assert len(errors) == 1
    assert errors[0].startswith(f"{SEED}:{number + 1}: ") and said in errors[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1,86,detail,88,1", "1,,detail,88,1", "column source_line: '' is empty"),
        ("1,86,detail,88,1", "1,86,row,88,1", "column role: 'row' is no role; known are detail"),
        ("1,86,detail,88,1", "1,86,detail,88,2", "column weight: '2' is no weight; write 1, or -1"),
        ("1,86,detail,88,1", "1,86,detail,86,1", "column parent_line: '86' is the row itself"),
        ("1,86,detail,88,1", "1,86,detail,77,1", "column parent_line: '77' is no row of the table here"),
        ("1,86,detail,88,1", "1,86,memo,88,1", "column parent_line: '88' stands with role memo"),
        ("1,86,detail,88,1", "1,86,of_which,,1", "column parent_line: '' is empty with role of_which"),
    ],
)
def test_a_wrong_field_of_a_tables_row_is_named(project: Path, old: str, new: str, said: str) -> None:
    path = project / ROWS
    text = path.read_text(encoding="utf-8")
    before = f"degerfors_karlskoga_ar_2024,{old}\n"
    assert text.count(before) == 1
    path.write_text(text.replace(before, f"degerfors_karlskoga_ar_2024,{new}\n"), encoding="utf-8")
    (error,) = seed_errors(project)
    assert error.startswith(f"{ROWS}:2: ") and said in error


def test_a_row_of_a_table_that_stands_twice_or_adds_into_itself(project: Path) -> None:
    path = project / ROWS
    text = path.read_text(encoding="utf-8")
    row = "degerfors_karlskoga_ar_2024,1,86,detail,88,1\n"
    path.write_text(text + row, encoding="utf-8")
    last = text.count("\n") + 1
    assert seed_errors(project) == [f"{ROWS}:{last}: line 86 of table 1 stands in row 2 already; remove one"]
    total = "degerfors_karlskoga_ar_2024,1,88,total,,1\n"
    assert text.count(total) == 1
    circle = text.replace(total, "degerfors_karlskoga_ar_2024,1,88,subtotal,86,1\n")
    path.write_text(circle, encoding="utf-8")
    assert [error.split(": ", 1)[1] for error in seed_errors(project)] == [
        "column parent_line: the row adds into itself by way of others; break the circle"
    ] * 2


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


def test_a_number_that_stands_twice_names_both_rows(project: Path) -> None:
    path = project / SEED
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = lines.index(ROW + "\n")
    path.write_text("".join([*lines, ROW + "\n"]), encoding="utf-8")
    assert seed_errors(project) == [
        f"{SEED}:{len(lines) + 1}: line 276, cell 2, number 1 stands in row {first + 1} already; remove one, or count"
        " number_no on"
    ]


def test_columns_are_named_that_are_missing_or_unknown(project: Path) -> None:
    path = project / SEED
    path.write_text(path.read_text(encoding="utf-8").replace(",label,", ",lable,", 1), encoding="utf-8")
    (error,) = seed_errors(project)
    assert error.startswith(f"{SEED}:1: columns: label missing; lable unknown; the first row must be document_id,")


def test_an_open_quotation_mark_and_another_encoding_are_one_line(project: Path) -> None:
    path = project / SEED
    text = path.read_text(encoding="utf-8")
    last = text.count("\n") + 1
    path.write_text(text + 'fryksdalen_ar_2025,999,"0,1\n', encoding="utf-8")
    (error,) = seed_errors(project)
    assert error.startswith(f"{SEED}:{last}: ") and error.endswith("look for a quotation mark that is not closed")
    path.write_bytes(text.encode("latin-1", errors="replace"))
    first = next(number for number, line in enumerate(text.splitlines(), 1) if not line.isascii())
    assert seed_errors(project) == [f"{SEED}:{first}: is no UTF-8; save the file as UTF-8"]


def test_two_files_that_cannot_be_read_are_two_lines(project: Path) -> None:
    for name in (SEED, ROWS):
        (project / name).write_bytes(b"\xff")
    assert [error.split(":")[0] for error in seed_errors(project)] == [SEED, ROWS]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: "\ufeff" + text, "1: begins with a byte order mark; save the file as UTF-8 without it"),
        (lambda text: text.replace(",", ";"), "1: separated by semicolons; save the file with commas"),
        (lambda text: text.splitlines(keepends=True)[0], "2: no rows; write one row per printed number"),
    ],
)
def test_what_a_spreadsheet_saves_is_named(project: Path, change: Callable[[str], str], said: str) -> None:
    path = project / SEED
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert seed_errors(project) == [f"{SEED}:{said}"]


def test_a_reference_seed_that_is_not_there_is_one_line(project: Path) -> None:
    (project / "seeds/reference/members.csv").unlink()
    assert seed_errors(project) == ["seeds/reference/members.csv is not there"]


def set_fields(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a seed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    write_csv(path, rows)


@pytest.mark.parametrize(
    ("seed", "column", "value", "said"),
    [
        ("associations", "organisation_number", "222000-2278", "is no organisation number with its check digit"),
        ("associations", "name", "", "is empty; write it"),
        ("documents", "document_kind", "anual_report", "is no document_kind; write annual_report, or another of"),
        ("documents", "fiscal_year", "25", "is no year; write four digits"),
        ("documents", "sha256", "cb97", "is no SHA-256"),
        ("members", "kind", "activty", "is no kind; write activity, or another of the list: activity, administration"),
        ("members", "parent", "nobody", "is no member of degerfors_karlskoga here"),
        ("tables", "statement", "multi_year", "is no statement; write multi_year_overview"),
        ("tables", "printed_unit", "SEK", "is no unit; write one of the list: count"),
        ("tables", "first_line", "900", "lies behind the last line, 90"),
        ("table_columns", "measure", "outcome", "is no measure; write"),
        ("table_columns", "sign", "reverse", "is no sign; write reversed"),
        ("table_columns", "period", "25", "is no year; write four digits"),
        ("table_columns", "column_no", "B", "is no whole number"),
        ("document_sections", "section", "resultatrakning", "is no section; write one of the list: balance_"),
        ("goal_definitions", "basis", "print", "is no basis; write printed"),
        ("goal_definitions", "kind", "finance", "is no kind; write financial"),
        ("goal_definitions", "operator", "<", "is no operator; write"),
        ("goal_definitions", "goal_id", "no_debt", "is not document and goal; write degerfors_"),
        ("not_line_items", "kind", "headline", "is no kind; write heading"),
        ("acknowledged_findings", "kind", "error", "is no kind; write"),
    ],
)  # fmt: skip
def test_a_wrong_field_of_a_reference_seed_is_named(
    project: Path, seed: str, column: str, value: str, said: str
) -> None:
    path = project / f"seeds/reference/{seed}.csv"
    set_fields(path, lambda rows: rows[0].update({column: value}))
    (error,) = (error for error in seed_errors(project) if f": column {column}: " in error)
    assert error.startswith(f"seeds/reference/{seed}.csv:2: column {column}: {value!r} ") and said in error


def test_a_row_of_a_reference_seed_that_stands_twice(project: Path) -> None:
    path = project / "seeds/reference/document_sections.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines(keepends=True)[1], encoding="utf-8")
    last = text.count("\n") + 1
    assert seed_errors(project) == [
        f"seeds/reference/document_sections.csv:{last}: degerfors_karlskoga_ar_2024 income_statement stands in row 2"
        " already; remove one"
    ]


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


def test_a_second_version_of_a_report_is_refused_and_pointed_to_comparing(project: Path) -> None:
    path = project / "seeds/reference/documents.csv"
    row = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("fryksdalen_ar_2025,"))
    with path.open("a", encoding="utf-8") as file:
        file.write(row.replace("fryksdalen_ar_2025", "fryksdalen_ar_2025_v2", 1) + "\n")
    error, *_ = seed_errors(project)
    assert "fryksdalen_ar_2025_v2 is a second annual_report of fryksdalen for 2025 beside fryksdalen_ar_2025" in error
    assert "`finsam compare`" in error


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


def test_a_seed_that_is_not_named_and_one_that_is_not_there(project: Path) -> None:
    shutil.copy(project / SEED, project / "seeds/line_items/new_ar_2025.csv")
    assert seed_errors(project) == [
        "seeds/line_items/new_ar_2025.csv: not named in dbt_project.yml, vars: line_item_seeds; name it there"
    ]
    (project / SEED).unlink()
    assert f"{SEED} is not there, but dbt_project.yml names it; add it or remove the name" in seed_errors(project)


def test_a_document_without_numbers_is_named(project: Path) -> None:
    path = project / "seeds/reference/documents.csv"
    row = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("fryksdalen_ar_2025,"))
    with path.open("a", encoding="utf-8") as file:
        file.write(row.replace("2025", "2026") + "\n")
    (error,) = seed_errors(project)
    assert error.startswith("seeds/reference/documents.csv: document fryksdalen_ar_2026 has no numbers; add ")


def test_a_misspelt_variable_is_one_line(project: Path) -> None:
    path = project / "dbt_project.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("line_item_seeds:", "line_item_seed:"), encoding="utf-8")
    with pytest.raises(UserError, match=r"^dbt_project\.yml: vars: line_item_seeds is not there.*name the seeds$"):
        seed_errors(project)


def test_what_is_wrong_alike_in_many_rows_is_one_line(project: Path) -> None:
    path = project / SEED
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",actual,2025,", ",outcome,2025,"), encoding="utf-8")
    (error,) = seed_errors(project)
    count = text.count(",actual,2025,")
    assert "column measure: 'outcome' is no measure" in error and error.endswith(f"(and in {count - 1} more rows)")


def test_a_hundred_errors_are_twenty_lines_and_a_count(project: Path) -> None:
    path = project / SEED
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    wrong = [line.replace(",actual,", f",m{number},", 1) for number, line in enumerate(lines)]
    path.write_text("".join(wrong), encoding="utf-8")
    errors = seed_errors(project)
    assert len(errors) == 21 and errors[-1].startswith("and ")
