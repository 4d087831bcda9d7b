"""The rooms of models read one way: from staging to the marts, never back, and never past their door."""

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from finsam_audit.project.dbt import Run

ROOMS = ("staging", "numbers", "conventions", "relations", "evaluations", "localisation", "findings", "marts")
# what stands for an input in a model: a seed, or the relation that `vars: input_relations` puts in its place
INPUT_MACROS = {"input_relation", "line_item_rows", "numbered_documents"}
DEEPEST = 20
Manifest = dict[str, Any]
Dbt = Callable[..., Run]


def room_of(node: dict[str, Any]) -> str | None:
    """Return the room of a model, None where it is in none."""
    folders = Path(node["original_file_path"]).parts
    return folders[1] if len(folders) > 2 and folders[0] == "models" and folders[1] in ROOMS else None


def models_of(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """Return the models of a manifest by their unique id."""
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}


def wrong_arrows(manifest: Manifest) -> list[str]:
    """Return what breaks the order of the rooms, one line each."""
    models = models_of(manifest)
    found = []
    for key, node in models.items():
        name, room = key.rsplit(".", 1)[1], room_of(node)
        if room is None:
            found.append(f"{name} is in no room")
            continue
        for macro in node["depends_on"].get("macros", []):
            if macro.rsplit(".", 1)[1] in INPUT_MACROS and room != "staging":
                found.append(f"{name} ({room}) names an input through {macro.rsplit('.', 1)[1]}")
        for parent in node["depends_on"]["nodes"]:
            read = parent.rsplit(".", 1)[1]
            if parent not in models:
                if room != "staging":
                    found.append(f"{name} ({room}) reads the input {read}")
                continue
            left = room_of(models[parent])
            if left == "marts":
                found.append(f"{name} ({room}) reads the mart {read}")
            elif left is not None and ROOMS.index(left) > ROOMS.index(room):
                found.append(f"{name} ({room}) reads {read} ({left})")
    return sorted(found)


def depth(manifest: Manifest) -> int:
    """Return the number of seeds and models on the longest way through a manifest."""
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("seed", "model")}

    @cache
    def reach(key: str) -> int:
        parents = nodes[key].get("depends_on", {}).get("nodes", [])
        return 1 + max((reach(parent) for parent in parents if parent in nodes), default=0)

    return max(map(reach, nodes), default=0)


def test_every_room_is_there_and_reads_to_its_left(manifest: Manifest) -> None:
    assert {room_of(node) for node in models_of(manifest).values()} == set(ROOMS)
    assert wrong_arrows(manifest) == []


def test_the_way_from_a_seed_to_a_mart_is_short(manifest: Manifest) -> None:
    assert 1 < depth(manifest) <= DEEPEST


def model(room: str, *parents: str, macros: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a model of a made-up manifest."""
    named = [f"macro.p.{macro}" for macro in macros]
    return {
        "resource_type": "model",
        "original_file_path": f"models/{room}/x.sql",
        "depends_on": {"nodes": list(parents), "macros": named},
    }


GOOD: Manifest = {
    "nodes": {
        "seed.p.rows": {"resource_type": "seed", "original_file_path": "seeds/rows.csv"},
        "model.p.stg_rows": model("staging", "seed.p.rows", macros=("input_relation",)),
        "model.p.numbers": model("numbers", "model.p.stg_rows"),
        "model.p.amounts": model("conventions", "model.p.numbers", "model.p.stg_rows", macros=("unit_size",)),
        "model.p.shown": model("marts", "model.p.amounts"),
        "test.p.rows_test": {"resource_type": "test", "original_file_path": "tests/rows_test.sql"},
    }
}


def test_a_manifest_in_order_has_nothing_wrong() -> None:
    assert wrong_arrows(GOOD) == []
    assert depth(GOOD) == 5


@pytest.mark.parametrize(
    ("key", "node", "said"),
    [
        ("model.p.stg_rows", model("staging", "model.p.amounts"), "stg_rows (staging) reads amounts (conventions)"),
        ("model.p.amounts", model("conventions", "model.p.shown"), "amounts (conventions) reads the mart shown"),
        ("model.p.more", model("marts", "model.p.shown"), "more (marts) reads the mart shown"),
        ("model.p.numbers", model("numbers", "seed.p.rows"), "numbers (numbers) reads the input rows"),
        ("model.p.numbers", model("numbers", "source.p.raw.rows"), "numbers (numbers) reads the input rows"),
        (
            "model.p.numbers",
            model("numbers", macros=("line_item_rows",)),
            "numbers (numbers) names an input through line_item_rows",
        ),
        ("model.p.lost", model("cellar", "model.p.stg_rows"), "lost is in no room"),
        ("model.p.lost", {**model(""), "original_file_path": "models/lost.sql"}, "lost is in no room"),
    ],
)
def test_a_poisoned_manifest_is_found(key: str, node: dict[str, Any], said: str) -> None:
    poisoned = copy.deepcopy(GOOD)
    poisoned["nodes"][key] = node
    assert wrong_arrows(poisoned) == [said]


def test_a_long_way_is_counted() -> None:
    poisoned = copy.deepcopy(GOOD)
    poisoned["nodes"] |= {f"model.p.step_{n}": model("numbers", f"model.p.step_{n - 1}") for n in range(1, 30)}
    poisoned["nodes"]["model.p.step_0"] = model("numbers", "model.p.stg_rows")
    assert depth(poisoned) == 32
