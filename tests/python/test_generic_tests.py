"""Each generic test of the project passes on good rows and fails on a planted bad one."""

import shutil
from pathlib import Path

import pytest
from association import ROOT
from finsam_audit.project.dbt import Run, run_dbt

# the generic test, its YAML arguments, the column it stands on (empty for the table), good rows, bad rows
CASES = {
    "covers": ("{of: documents, hint: is not there}", "document_id", ["'d'", "'d'", "'e'"], ["'d'", "'d'"]),
    "holds": (
        "{rules: [{name: a_row, description: A row is there once., key: [a, b]}]}",
        "",
        ["1, 1", "1, 2"],
        ["1, 1", "1, 1"],
    ),
    "known_key": ("{columns: [document_id], to: documents}", "", ["'d'", "null"], ["'d'", "'x'"]),
    "same_table": (
        "{field: source_line}",
        "parent_line",
        ["'d', 1, '7', null", "'d', 1, '6', '7'"],
        # the line is there, but in another table
        ["'d', 1, '6', '7'", "'d', 2, '7', null"],
    ),
    "organisation_number": (
        "{}",
        "organisation_number",
        ["'222000-0117'", "null"],
        ["'222000-0118'"],
    ),
    "one_version": (
        "{of: [association_id, fiscal_year]}",
        "document_id",
        ["'d', 'a', 2024", "'e', 'a', 2025", "'f', 'b', 2024", "'g', null, 2024", "'h', null, 2024"],
        ["'d', 'a', 2024", "'e', 'a', 2024"],
    ),
    "unique_figure": ("{columns: [a, b]}", "", ["1, null", "2, null", "1, 1"], ["1, null", "1, null"]),
    # the prints stand in another model, PRINTS
    "number_not_lost": (
        "{of: ref('prints'), decimals: decimals}",
        "parsed",
        [
            "1, 1234, 0",
            "2, 4.5, 1",
            "3, null, 0",
            "4, 0, 0",
            "5, null, 0",
            "6, 8, 0",
            "7, 1250, 0",
            "8, -0.05, 2",
            "9, 0, 2",
        ],
        ["1, 1, 0"],
    ),
}
# more rows that a test must not let through
MORE_BAD = {
    "same_table": ["'d', 1, '6', '8'"],
    "organisation_number": ["'2220000117'", "'222000-011'"],
    "number_not_lost": ["1, 1234, 1", "2, 45, 0", "2, 4.5, 2", "7, 12.5, 1", "8, -5, 0", "9, 1, 0"],
    "covers": ["null"],
}
COLUMNS = {
    "one_version": "document_id, association_id, fiscal_year",
    "covers": "document_id",
    "holds": "a, b",
    "unique_figure": "a, b",
    "known_key": "document_id",
    "same_table": "document_id, table_no, source_line, parent_line",
    "organisation_number": "organisation_number",
    "number_not_lost": "cell_no, parsed, decimals",
}
PRINTS = [
    "1, '1 234 kr', null",
    "2, '4,5 %', ''",
    "3, '2024-03-01', null",
    "4, '–', null",
    "5, '', null",
    "6, 'åtta', null",
    # what a person took it for
    "7, '12.50', '1 250'",
    "8, '-0,05', null",
    "9, '0,00', null",
]

RULE = "name: planted, description: So it is."
# each kind of rule of a table: the rule, rows that keep it, and rows that break it, each with what is told of them
RULES: dict[str, tuple[str, list[str], dict[str, list[str]]]] = {
    "key": (
        "key: [a, b]",
        ["1, 'x'", "1, 'y'"],
        {
            "(a, b): 1, x in 2 rows": ["1, 'x'", "1, 'x'", "1, 'y'"],
            "(a, b): 1, NULL in 1 row": ["1, null"],
            "(a, b): NULL, x in 1 row": ["null, 'x'", "1, 'x'"],
        },
    ),
    "key_that_may_lack": (
        "key: [a, b], may_be_null: [b]",
        ["1, null", "2, null", "1, 'x'"],
        {"(a, b): 1, NULL in 2 rows": ["1, null", "1, null"], "(a, b): NULL, x in 1 row": ["null, 'x'"]},
    ),
    "filled": (
        "filled: [a, b]",
        ["1, 'x'", "1, 'x'"],
        {"(b): NULL in 2 rows": ["1, null", "2, null", "2, 'x'"], "(a): NULL in 1 row": ["null, 'x'"]},
    ),
    "numbers": ("accepted_values: {a: [1, 2]}", ["1, 'x'", "2, 'x'", "null, 'x'"], {"(a): 3 in 1 row": ["3, 'x'"]}),
    "words": (
        """accepted_values: {b: [x, "y's"]}""",
        ["1, 'x'", "2, 'y''s'", "3, null"],
        {"(b): z in 2 rows": ["1, 'z'", "2, 'z'", "3, 'x'"]},
    ),
    "some_rows": (
        """key: [a], where: "b = 'x'\"""",
        ["1, 'y'", "1, 'y'", "1, 'x'"],
        {"(a): 1 in 2 rows": ["1, 'x'", "1, 'x'", "2, 'x'"]},
    ),
}
# what is no rule, and what it has
NO_RULES = {
    "filed: [a]": "filed",
    "key: [a], filled: [b]": "key, filled",
    "key: [a], may_be_nul: [a]": "key, may_be_nul",
}


def rows_model(columns: str, rows: list[str]) -> str:
    """Return a model of literal rows."""
    values = ", ".join(f"({row})" for row in rows)
    return f"select * from (values {values}) as planted({columns})"


def planted_project(folder: Path) -> Path:
    """Write a project of the generic tests and what they call, without a model, and return its folder for these."""
    shutil.copytree(
        ROOT / "macros", folder / "macros", ignore=shutil.ignore_patterns("announce_unread*", "announce_new*")
    )
    shutil.copytree(ROOT / "tests/generic", folder / "tests/generic")
    (folder / "models").mkdir()
    shutil.copy(ROOT / "profiles.yml", folder / "profiles.yml")
    (folder / "dbt_project.yml").write_text(
        "name: planted\nversion: '1.0'\nprofile: finsam_audit\nvars: {input_relations: {}}\n"
        'on-run-end: "{{ announce_broken_rules(results) }}"\n',
        encoding="utf-8",
    )
    return folder / "models"


def of_table(model: str, rule: str) -> list[str]:
    """Return the YAML of a model with one rule."""
    return [
        f"  - name: {model}",
        "    data_tests:",
        f"      - holds: {{name: {model}_hold, arguments: {{rules: [{{{RULE}, {rule}}}]}}}}",
    ]


@pytest.fixture(scope="module")
def planted_rules(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the run of every kind of rule on rows that keep it (`<kind>_0`) and on each set that breaks it."""
    folder = tmp_path_factory.mktemp("rules")
    models = planted_project(folder)
    yaml = ["version: 2", "models:"]
    for kind, (rule, good, bad) in RULES.items():
        for number, rows in enumerate([good, *bad.values()]):
            (models / f"{kind}_{number}.sql").write_text(rows_model("a, b", rows), encoding="utf-8")
            yaml += of_table(f"{kind}_{number}", rule)
    (models / "planted.yml").write_text("\n".join(yaml) + "\n", encoding="utf-8")
    return run_dbt(folder, "build", database=folder / "planted.duckdb", work=folder)


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_of_a_table_fails_where_rows_break_it_and_says_which(kind: str, planted_rules: Run) -> None:
    status = {node["unique_id"].split(".")[2]: node["status"] for node in planted_rules.results()}
    told = planted_rules.stdout.splitlines()
    assert status[f"{kind}_0_hold"] == "pass"
    for number, said in enumerate(RULES[kind][2], 1):
        assert status[f"{kind}_{number}_hold"] == "fail", said
        of_these = [line for line in told if line.startswith(f"{kind}_{number} ")]
        assert of_these == [f"{kind}_{number} {said} breaks planted: So it is."]


@pytest.mark.parametrize("rule", NO_RULES)
def test_a_rule_that_would_check_nothing_is_no_rule(rule: str, tmp_path: Path) -> None:
    models = planted_project(tmp_path)
    (models / "a.sql").write_text("select 1 as a, 2 as b", encoding="utf-8")
    (models / "a.yml").write_text("\n".join(["version: 2", "models:", *of_table("a", rule)]), encoding="utf-8")
    run = run_dbt(tmp_path, "parse", database=tmp_path / "planted.duckdb", work=tmp_path)
    said = f"the rule planted needs one of key, filled and accepted_values; it has {NO_RULES[rule]}"
    assert run.returncode and said in run.why()


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the status of every planted test: `<test>__good` and `<test>__bad_<n>`."""
    folder = tmp_path_factory.mktemp("generic")
    planted_project(folder)
    (folder / "models/documents.sql").write_text(rows_model("document_id", ["'d'", "'e'"]), encoding="utf-8")
    (folder / "models/prints.sql").write_text(rows_model("cell_no, printed, reading", PRINTS), encoding="utf-8")
    yaml = ["version: 2", "models:"]
    for test, (arguments, column, good, bad) in CASES.items():
        planted = {"good": good, "bad_0": bad} | {
            f"bad_{number}": [row] for number, row in enumerate(MORE_BAD.get(test, []), 1)
        }
        for kind, rows in planted.items():
            name = f"{test}__{kind}"
            (folder / f"models/{name}.sql").write_text(rows_model(COLUMNS[test], rows), encoding="utf-8")
            call = f"- {test}: {{name: test__{name}, arguments: {arguments}}}"
            if column:
                yaml += [f"  - name: {name}", "    columns:", f"      - name: {column}", "        data_tests:"]
                yaml += [f"          {call}"]
            else:
                yaml += [f"  - name: {name}", "    data_tests:", f"      {call}"]
    (folder / "models/planted.yml").write_text("\n".join(yaml) + "\n", encoding="utf-8")
    nodes = run_dbt(folder, "build", database=folder / "planted.duckdb", work=folder).results()
    return {node["unique_id"].split(".")[2].removeprefix("test__"): node["status"] for node in nodes}


def test_every_generic_test_of_the_project_is_planted() -> None:
    assert sorted(CASES) == sorted(path.stem for path in (ROOT / "tests/generic").glob("*.sql"))


@pytest.mark.parametrize("test", CASES)
def test_good_rows_pass(test: str, outcomes: dict[str, str]) -> None:
    assert outcomes[f"{test}__good"] == "pass"


@pytest.mark.parametrize(
    "planted", [f"{test}__bad_{number}" for test in CASES for number in range(1 + len(MORE_BAD.get(test, [])))]
)
def test_a_bad_row_fails(planted: str, outcomes: dict[str, str]) -> None:
    assert outcomes[planted] == "fail"
