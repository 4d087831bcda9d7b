"""What a dbt user meets first: who reads the marts, who answers for what, and that everything says what it is."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from association import ROOT
from conftest import copy_project
from finsam_audit.project.dbt import Run
from test_only_marts import PACKAGE, texts

Dbt = Callable[..., Run]
# the package's folders behind an exposure; the names of codes are read for all of them
READERS = {"report": "report", "suites": "expectations"}


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory, dbt: Dbt) -> dict[str, Any]:
    """Return dbt's manifest of the project as it stands."""
    folder = copy_project(tmp_path_factory.mktemp("face"))
    run = dbt(folder, "parse")
    assert run.returncode == 0, run.stdout
    found: dict[str, Any] = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    return found


def models_of(manifest: dict[str, Any]) -> dict[str, Any]:
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}


def marts_of(manifest: dict[str, Any]) -> dict[str, str]:
    """Return the marts: name in the database by unique id."""
    return {
        key: node["alias"]
        for key, node in models_of(manifest).items()
        if node["original_file_path"].startswith("models/marts/")
    }


def shown(manifest: dict[str, Any], name: str) -> set[str]:
    """Return the marts that an exposure says it reads."""
    marts = marts_of(manifest)
    found = next(entry for entry in manifest["exposures"].values() if entry["name"] == name)
    assert found["owner"]["name"] and found["description"] and found["depends_on"]["nodes"]
    return {marts[key] for key in found["depends_on"]["nodes"]}


def read_by(paths: Iterable[Path]) -> set[str]:
    """Return the marts that Python sources name."""
    said = [text for path in paths for _, text in texts(path.read_text(encoding="utf-8"))]
    return {mart for text in said for mart in re.findall(r"\bmarts\.([a-z_]+)", text)}


@pytest.mark.parametrize("name", READERS)
def test_an_exposure_names_the_marts_that_its_code_reads(manifest: dict[str, Any], name: str) -> None:
    read = read_by([*(PACKAGE / READERS[name]).glob("*.py"), PACKAGE / "names.py"])
    if name == "suites":
        suites = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "expectations").glob("*.yml")]
        read |= set(re.findall(r"'data': '([a-z_]+)'", str(suites)))
    assert shown(manifest, name) == read & set(marts_of(manifest).values())


def test_the_analyses_are_an_exposure_of_the_marts_they_query(manifest: dict[str, Any]) -> None:
    queries = [path.read_text(encoding="utf-8") for path in (ROOT / "analyses").glob("*.sql")]
    models = {node["name"]: node["alias"] for node in models_of(manifest).values()}
    assert shown(manifest, "analyses") == {
        models[name] for text in queries for name in re.findall(r"ref\('([a-z_]+)'\)", text)
    }


def test_the_workbook_reads_no_more_than_the_report(manifest: dict[str, Any]) -> None:
    assert shown(manifest, "workbook") < shown(manifest, "report")


def test_marts_are_public_and_all_else_is_protected(manifest: dict[str, Any]) -> None:
    access = {key: node["access"] for key, node in models_of(manifest).items()}
    assert {key for key, kind in access.items() if kind == "public"} == set(marts_of(manifest))
    assert set(access.values()) == {"public", "protected"}


def test_every_model_has_an_owner_and_its_room_as_tag(manifest: dict[str, Any]) -> None:
    groups = {entry["name"] for entry in manifest["groups"].values()}
    assert len(groups) >= 2
    for node in models_of(manifest).values():
        room = Path(node["original_file_path"]).parts[1]
        assert node["group"] in groups and node["tags"] == [room], node["name"]


def test_every_model_has_a_test(manifest: dict[str, Any]) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    tested = {key for node in tests for key in node["depends_on"]["nodes"]}
    units = {node["depends_on"]["nodes"][0] for node in manifest["unit_tests"].values()}
    assert sorted(set(models_of(manifest)) - tested - units) == []


def test_every_mart_has_a_key_that_is_tested(manifest: dict[str, Any]) -> None:
    keys = {"unique_key", "key", "unique_figure", "unique"}
    tested = {
        key
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") in keys
        for key in node["depends_on"]["nodes"]
    }
    assert sorted(name for key, name in marts_of(manifest).items() if key not in tested) == []


def test_the_overview_names_every_room_and_marts_that_are_there(manifest: dict[str, Any]) -> None:
    said = next(
        entry["block_contents"]
        for entry in manifest["docs"].values()
        if entry["name"] == "__overview__" and "finsam" in entry["unique_id"]
    )
    rooms = {Path(node["original_file_path"]).parts[1] for node in models_of(manifest).values()}
    assert [room for room in rooms if f"**{room}**" not in said] == []
    named = set(re.findall(r"`([a-z_]+)`", said)) - {"schema_version"}
    assert named <= set(marts_of(manifest).values())


def test_no_page_of_the_repository_points_at_one_that_is_not_there() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]
    assert missing == []
