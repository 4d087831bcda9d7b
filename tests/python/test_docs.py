"""The pages of dbt docs: the lineage of each mart is one picture, and what reads the mart stands at its end."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import copy_project, run_dbt
from finsam_audit.docs import ancestors, flow, graph, marts, picture, rooms_in_order, write_docs
from playwright.sync_api import Browser
from programs import program
from test_face import marts_of
from test_rooms import ROOMS

# a page of a book lies between its margins; what is wider is shrunk until nobody reads it
WIDEST = 1400


def node(room: str, *parents: str, **more: str) -> dict[str, Any]:
    """Return a model of a made-up manifest."""
    return {
        "resource_type": "model",
        "name": more.get("name", room),
        "access": more.get("access", "protected"),
        "docs": {"node_color": "#000000"},
        "original_file_path": f"models/{room}/x.sql",
        "depends_on": {"nodes": list(parents)},
    }


def boxes(svg: str) -> dict[str, tuple[float, float]]:
    """Return the middle of each box of a picture by what it stands for."""
    found = re.findall(
        r'<g id="node\d+" class="node">\s*<title>(.*?)</title>.*?<text[^>]* x="([^"]+)" y="([^"]+)"', svg, re.DOTALL
    )
    return {name: (float(x), float(y)) for name, x, y in found}


def readers(manifest: dict[str, Any], mart: str) -> set[str]:
    return {key for key, entry in manifest["exposures"].items() if mart in entry["depends_on"]["nodes"]}


def test_the_marts_are_those_that_others_may_read(manifest: dict[str, Any]) -> None:
    assert set(marts(manifest)) == set(marts_of(manifest))


def test_the_rooms_are_told_in_their_order(manifest: dict[str, Any]) -> None:
    assert tuple(rooms_in_order(manifest)) == ROOMS


def test_a_lineage_holds_what_a_mart_is_made_of_and_nothing_else() -> None:
    manifest = {
        "nodes": {
            "model.p.left": node("staging", "seed.p.left", name="left"),
            "model.p.step": node("numbers", "model.p.left", name="step"),
            "model.p.shown": node("marts", "model.p.step", "model.p.left", name="shown", access="public"),
            "model.p.other": node("marts", "model.p.step", name="other", access="public"),
        },
        "exposures": {
            "exposure.p.pages": {"label": "Pages", "depends_on": {"nodes": ["model.p.shown"]}},
            "exposure.p.sheets": {"label": "Sheets", "depends_on": {"nodes": ["model.p.other"]}},
        },
    }
    assert ancestors(manifest, "model.p.shown") == {"model.p.left", "model.p.step", "model.p.shown"}
    models, behind = graph(manifest, "model.p.shown")
    assert "other" not in models and "seed" not in models
    assert "Pages" in behind and "Sheets" not in behind


def test_each_mart_has_what_reads_it_behind_it_and_nothing_behind_that(manifest: dict[str, Any]) -> None:
    for mart in marts(manifest):
        models, behind = graph(manifest, mart)
        ends = re.findall(r'"(.*?)" -> "(.*?)"', behind)
        assert ends and set(ends) == {(mart, key) for key in readers(manifest, mart)}
        assert "exposure." not in models and f'"{mart}" ->' not in models


# the deepest in the quick set, all in the slow one
@pytest.mark.parametrize("names", [["findings"], pytest.param([], marks=pytest.mark.slow)])
def test_a_mart_is_one_picture_of_a_page_with_its_readers_at_the_end(
    manifest: dict[str, Any], names: list[str]
) -> None:
    program("dot", "graphviz")
    for mart in [f"model.finsam_audit.{name}" for name in names] or marts(manifest):
        drawn = picture(manifest, mart)
        placed = boxes(drawn)
        assert set(placed) == ancestors(manifest, mart) | readers(manifest, mart), mart
        ends = [placed[key][1] for key in readers(manifest, mart)]
        others = [place[1] for key, place in placed.items() if key != mart and not key.startswith("exposure.")]
        assert max([*others, -1e6]) < placed[mart][1] < min([*ends, 1e6]), f"{mart}: what reads it stands last"
        size = re.search(r'<svg width="(\d+)pt"', drawn)
        assert size and int(size[1]) <= WIDEST, f"{mart} is {size and size[1]} wide"


def test_the_overview_is_one_line_of_rooms_with_who_reads_the_last_at_its_end(manifest: dict[str, Any]) -> None:
    program("dot", "graphviz")
    drawn = flow(manifest)
    placed = boxes(drawn)
    assert set(placed) == {"seeds", *ROOMS} | set(manifest["exposures"])
    line = [placed[name][0] for name in ("seeds", *ROOMS)]
    assert line == sorted(line) and len(set(line)) == len(line)
    assert line[-1] < min(placed[key][0] for key in manifest["exposures"])
    arrows = set(re.findall(r"<title>(\S+?)&#45;&gt;(\S+?)</title>", drawn))
    assert arrows == {*pairwise(("seeds", *ROOMS)), *((ROOMS[-1], key) for key in manifest["exposures"])}
    size = re.search(r'<svg width="(\d+)pt"', drawn)
    assert size and int(size[1]) <= WIDEST


@pytest.mark.slow
def test_the_page_of_a_mart_shows_its_picture(tmp_path: Path, browser: Browser) -> None:
    program("dot", "graphviz")
    project = copy_project(tmp_path)
    assert run_dbt(project, "seed").returncode == 0
    page = write_docs(project)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.locator("img[alt^='The rooms']").wait_for()
    opened.goto(f"{page.as_uri()}#!/model/model.finsam_audit.findings")
    image = opened.locator("img[alt='Lineage of findings']")
    image.wait_for()
    assert image.evaluate("(image) => image.complete && image.naturalWidth > 800")
    # letters of 12 points in the picture are at least 9 pixels on the screen
    assert image.evaluate("(image) => image.clientWidth / image.naturalWidth * 16 >= 9")
    image.click()
    opened.wait_for_url("**/lineage/findings.svg")
    opened.locator("text", has_text=re.compile("^Report$")).click()
    opened.wait_for_url("**/index.html#!/exposure/exposure.finsam_audit.report")
    context.close()
