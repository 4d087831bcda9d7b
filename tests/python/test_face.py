"""What a dbt user meets first: who reads the marts, who answers for what, and that everything says what it is."""

import copy
import itertools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from association import ROOT
from finsam_audit.project.dbt import Run
from test_only_marts import PACKAGE, texts
from test_rooms import ROOMS

Dbt = Callable[..., Run]
# the package's folders behind an exposure; the names of codes are read for all of them
READERS = {"report": "report", "suites": "expectations"}


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


def test_the_published_database_holds_every_mart(manifest: dict[str, Any]) -> None:
    assert shown(manifest, "database") == set(marts_of(manifest).values())


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


def test_every_model_and_seed_has_a_test_on_its_data(manifest: dict[str, Any]) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    tested = {key for node in tests for key in node["depends_on"]["nodes"]}
    data = {key for key, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    assert len(data) > 100 and sorted(data - tested) == []


def test_every_room_has_unit_tests(manifest: dict[str, Any]) -> None:
    models = models_of(manifest)
    tested = [models[node["depends_on"]["nodes"][0]] for node in manifest["unit_tests"].values()]
    assert {Path(node["original_file_path"]).parts[1] for node in tested} == set(ROOMS)


def rules_of(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rules of a table, where the node is the test of them."""
    told = node.get("test_metadata") or {}
    rules: list[dict[str, Any]] = told["kwargs"]["rules"] if told.get("name") == "holds" else []
    return rules


def test_every_test_has_a_short_name_and_one_sentence(manifest: dict[str, Any]) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    said = [
        (of["name"], of["description"])
        for node in [*tests, *manifest["unit_tests"].values()]
        for of in rules_of(node) or [node]
    ]
    assert len(said) > 300
    plain = [name for name, text in said if len(name) > 80 or not re.fullmatch(r"\S[^\n]*[^\s.]\.", text.strip())]
    assert plain == [], "each needs a name of at most 80 characters and a description that is one sentence"


def test_every_model_and_column_says_what_it_is(manifest: dict[str, Any]) -> None:
    mute = [
        f"{node['name']}.{name}"
        for node in models_of(manifest).values()
        for name, text in {
            "": node["description"],
            **{key: of["description"] for key, of in node["columns"].items()},
        }.items()
        if not text.strip()
    ]
    assert mute == []


def test_what_is_said_of_columns_of_several_models_is_a_docs_block() -> None:
    places: dict[str, set[str]] = {}
    for path in (ROOT / "models").glob("*/_*__models.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            for column in model.get("columns", []):
                if "doc(" not in column["description"]:
                    places.setdefault(column["description"], set()).add(model["name"])
    # the parts of a report (operating account, notes …) are one list of columns in YAML, said once by an anchor
    parts = {"operating_account", "notes", "multi_year_overview", "cost_by_purpose", "balance_requirement", "budget"}
    parts |= {"participants", "printed_numbers"}
    often = {text: sorted(names) for text, names in places.items() if len(names - parts) + bool(names & parts) > 2}
    assert often == {}, "write it in models/columns.md, and name it by doc()"


def test_every_docs_block_is_used(manifest: dict[str, Any]) -> None:
    written = " ".join(
        path.read_text(encoding="utf-8") for folder in ("models", "seeds") for path in (ROOT / folder).rglob("_*.yml")
    )
    blocks = {entry["name"] for entry in manifest["docs"].values() if "finsam" in entry["unique_id"]} - {"__overview__"}
    assert len(blocks) > 50
    assert sorted(name for name in blocks if f"doc('{name}')" not in written) == []


def macros_of(manifest: dict[str, Any], node: dict[str, Any]) -> set[str]:
    """Return the macros that a model calls, and those that they call."""
    found: set[str] = set()
    left = list(node["depends_on"]["macros"])
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left += manifest["macros"].get(key, {}).get("depends_on", {}).get("macros", [])
    return found


def unread(manifest: dict[str, Any]) -> list[str]:
    """Return the columns of models before the marts that neither a model that reads theirs nor a test names."""
    models = models_of(manifest)
    nodes = [*manifest["nodes"].values()]
    readers: dict[str, list[str]] = {}
    for node in nodes:
        for parent in node.get("depends_on", {}).get("nodes", []):
            said = node.get("raw_code") or ""
            # the macros that a model calls may name the columns that it reads, each in its form for an engine
            names = {key.rsplit(".", 1)[1] for key in macros_of(manifest, node) if "finsam_audit" in key}
            called = [of for of in manifest["macros"].values() if of["name"].rsplit("__", 1)[-1] in names]
            # of a rule its columns, not what it says of them
            told = [{**rule, "name": "", "description": ""} for rule in rules_of(node)]
            argument = str(told or (node.get("test_metadata") or {}).get("kwargs", ""))
            readers.setdefault(parent, []).append(" ".join([said, argument, *(of["macro_sql"] for of in called)]))
    return sorted(
        f"{node['name']}.{column}"
        for key, node in models.items()
        if key not in marts_of(manifest)
        for column in node["columns"]
        if not any(re.search(rf"\b{column}\b", text) for text in readers.get(key, []))
    )


# what the search for trees was asked: who doubts an answer gives it to `infer_table` again
ASKED = ["inferred_tables.table_text"]
# how a search ended, for who looks into one; the model is there for its warning
ENDED = ["group_searches.node_count", "group_searches.reason", "group_searches.relation_count"]
# the ticks, which the ledger goes through in a loop: it says no column by its name
LOOPED = [f"cell_states.is_{tick}" for tick in ("cross_footed", "footed", "goal", "prior_year", "recomputed", "tied")]


def test_every_column_before_the_marts_is_read(manifest: dict[str, Any]) -> None:
    assert unread(manifest) == sorted([*ASKED, *ENDED, *LOOPED])


def test_a_column_that_nothing_reads_is_found(manifest: dict[str, Any]) -> None:
    poisoned = copy.deepcopy(manifest)
    poisoned["nodes"]["model.finsam_audit.amounts"]["columns"]["forgotten"] = {}
    assert set(unread(poisoned)) - set(unread(manifest)) == {"amounts.forgotten"}


def test_the_diagram_of_the_architecture_is_the_manifest(manifest: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    diagram = re.search(r"```mermaid\n(.*?)```", page, re.DOTALL)
    assert diagram
    drawn = {
        pair
        for line in diagram[1].splitlines()
        if " --> " in line and " -- " not in line
        for pair in itertools.pairwise(re.sub(r"[\[(].*$", "", name).strip() for name in line.split(" --> "))
    }
    models = models_of(manifest)
    room = {key: Path(node["original_file_path"]).parts[1] for key, node in models.items()}
    met = {
        (room[parent], room[key])
        for key, node in models.items()
        for parent in node["depends_on"]["nodes"]
        if parent in room
    }
    reached = {
        room[key] for key, node in models.items() if any(p.startswith("seed.") for p in node["depends_on"]["nodes"])
    }
    met |= {("seeds", name) for name in reached}
    met |= {
        (room[parent], "report") for entry in manifest["exposures"].values() for parent in entry["depends_on"]["nodes"]
    }
    assert drawn <= met, "an arrow that nothing goes along"
    # every other arrow goes past rooms that the drawn ones pass through
    order = ["seeds", *(name for name in ROOMS), "report"]
    assert drawn == set(itertools.pairwise(order))
    assert all(order.index(left) <= order.index(right) for left, right in met)
    exposures = re.search(r"report\[(.*?)\]", diagram[1])
    assert exposures and set(exposures[1].split(", ")) == {entry["name"] for entry in manifest["exposures"].values()}
    for name, model in re.findall(r"-\. (locate_group|infer_table) \.-> (\w+)", diagram[1]):
        calls = {room[key] for key, node in models.items() if f"{name}(" in node["raw_code"]}
        assert calls == {model}


def test_every_mart_has_a_key_that_is_tested(manifest: dict[str, Any]) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if any("key" in rule for rule in rules_of(node))
        or (node.get("test_metadata") or {}).get("name") == "unique_figure"
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
