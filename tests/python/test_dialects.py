"""The SQL is what both engines read alike: words of one stand in macros that dbt dispatches, and nowhere else."""

import re
from pathlib import Path

import pytest
from association import ROOT

# analyses are asked of the published database, which is DuckDB's on either engine
FILES = sorted(
    path for folder in ("models", "macros", "tests/generic", ".") for path in
    ((ROOT / "tests").glob("*.sql") if folder == "." else (ROOT / folder).rglob("*.sql"))
)  # fmt: skip
COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
DISPATCHED = re.compile(r"\{%-? macro (?:duckdb|spark)__.*?\{%-? endmacro -?%\}", re.DOTALL)
FUNCTIONS = (
    # DuckDB's
    "arg_max arg_min date_diff epoch format generate_series json_extract json_extract_string len list list_value "
    "printf read_csv read_parquet regexp_full_match regexp_matches starts_with strftime string_agg strpos struct_pack "
    "unnest "
    # Spark's
    "array_join array_sort collect_list collect_set date_format datediff explode format_number from_json "
    "get_json_object named_struct transform"
).split()
DIALECT = {
    "a function of one engine": re.compile(rf"(?<![\w.'])(?<!\| )(?:{'|'.join(FUNCTIONS)}) ?\("),
    "a star without columns": re.compile(r"\*\s+(?:exclude|except|replace)\b"),
    "distinct on": re.compile(r"\bdistinct on\b"),
    "union by name": re.compile(r"\bby name\b"),
    "a division of whole numbers": re.compile(r"(?<![:/])//"),
    "a lambda": re.compile(r"(?<![-'\w])\w+ -> \w"),
    "a type of one engine": re.compile(r"\bas (?:varchar|text|hugeint|ubigint|decimal|numeric)\s*\)"),
    "an identifier in quotes": re.compile(r'\b(?:as|from|join) "\w'),
    # Jinja's own stand before quotes, signs of Unicode and, between lists, the end of a line
    "a backslash": re.compile(r"\\(?![\"'u]|n +\")"),
    "a bracket that opens a class of characters inside one": re.compile(
        r"\[\^?\](?:\[|[^\s,)\]'\"%=|~])|\[[^\]\s']*\[(?!:)[^\]]*\]"
    ),
    "a comma before from": re.compile(r",\s*\bfrom\b"),
}


def dialects(text: str) -> list[str]:
    """Return what of a file of SQL only one engine reads, outside the macros that are dispatched."""
    plain = DISPATCHED.sub("", COMMENT.sub("", text))
    return [f"{name}: {found[0]}" for name, pattern in DIALECT.items() for found in pattern.finditer(plain)]


def test_no_dialect_stands_outside_dispatched_macros() -> None:
    wrong = {str(path.relative_to(ROOT)): found for path in FILES if (found := dialects(path.read_text("utf-8")))}
    assert wrong == {}


def test_every_dispatched_macro_is_there_for_both_engines() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "macros").rglob("*.sql")]
    of = {
        engine: {name for text in texts for name in re.findall(rf"macro {engine}__(\w+)", text)}
        for engine in ("duckdb", "spark")
    }
    asked = {name for text in texts for name in re.findall(r"adapter\.dispatch\('(\w+)'\)", text)}
    assert asked and asked <= of["duckdb"] and asked <= of["spark"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select string_agg(name, ', ') from rows", "a function of one engine"),
        ("select explode(names) from rows", "a function of one engine"),
        ("select * exclude (name) from rows", "a star without columns"),
        ("select distinct on (name) name from rows", "distinct on"),
        ("select a from b union all by name select a from c", "union by name"),
        ("select 7 // 2 as whole", "a division of whole numbers"),
        ("select list_transform(names, x -> x) from rows", "a lambda"),
        ("select cast(a as varchar) as a", "a type of one engine"),
        ('select a as "A" from b', "an identifier in quotes"),
        (r"select regexp_extract(a, '\d') as a", "a backslash"),
        ("select regexp_extract(a, '[][,]') as a", "a bracket that opens a class of characters inside one"),
        ("select a, from b", "a comma before from"),
    ],
)
def test_a_dialect_is_found(text: str, said: str) -> None:
    assert said in {found.split(":")[0] for found in dialects(text)}


@pytest.mark.parametrize(
    "text",
    [
        "-- unnest(x) is DuckDB's\nselect a from b",
        "{% macro duckdb__rows_of(x) -%}select unnest({{ x }}){%- endmacro %}",
        "select count(*) filter (where a > 1) as n, max_by(a, b) as a from c",
    ],
)
def test_what_both_engines_read_is_left_alone(text: str) -> None:
    assert dialects(text) == []


def test_all_folders_are_read() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == {"models", "macros", "tests"}
    assert Path("tests/audit_gate.sql") in {path.relative_to(ROOT) for path in FILES}
