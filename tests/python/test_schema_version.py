"""A column of a mart does not go, or get another name, without a new schema version and a line in the changelog."""

import csv
import re
from typing import Any

import yaml
from association import ROOT
from finsam_audit.project.paths import schema_version

LIST = ROOT / "tests" / "fixtures" / "mart_columns.csv"
Columns = set[tuple[str, str]]


def present() -> Columns:
    """Return the columns of the marts as their contracts have them."""
    described: dict[str, Any] = yaml.safe_load((ROOT / "models/marts/_marts__models.yml").read_text(encoding="utf-8"))
    found = set()
    for model in described["models"]:
        text = (ROOT / "models/marts" / f"{model['name']}.sql").read_text(encoding="utf-8")
        alias = re.search(r"alias='(\w+)'", text)
        found |= {(alias[1] if alias else model["name"], column["name"]) for column in model["columns"]}
    return found


def listed() -> tuple[set[int], Columns]:
    """Return the versions that the list is of, and its columns."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {int(row["schema_version"]) for row in rows}, {(row["mart"], row["column"]) for row in rows}


def complaints(version: int, versions: set[int], before: Columns, now: Columns) -> list[str]:
    """Return what is wrong with the list, one line each."""
    found = []
    if versions == {version}:
        found = [
            f"{mart}.{column} is gone: raise schema_version in dbt_project.yml, write `breaking` in CHANGELOG.md,"
            f" and list the columns of the new version in {LIST.name}"
            for mart, column in sorted(before - now)
        ]
    else:
        found = [f"{LIST.name} is of version {sorted(versions)}, the project builds {version}"]
        found += [f"{mart}.{column} is listed and is not there" for mart, column in sorted(before - now)]
    return found + [f"{mart}.{column} is not in {LIST.name}" for mart, column in sorted(now - before)]


def test_no_column_goes_without_a_new_version() -> None:
    versions, before = listed()
    assert complaints(schema_version(ROOT), versions, before, present()) == []


def test_the_changelog_tells_of_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"\*\*Breaking:\*\*[^*]*`schema_version` {schema_version(ROOT)}\b", text)


def test_a_column_that_goes_or_is_new_is_told() -> None:
    before = {("findings", "cause"), ("findings", "label")}
    assert complaints(2, {2}, before, before) == []
    (gone,) = complaints(2, {2}, before, {("findings", "cause")})
    assert gone.startswith("findings.label is gone: raise schema_version")
    assert len(complaints(2, {2}, before, before | {("findings", "more")})) == 1
    assert len(complaints(3, {2}, before, before)) == 1
