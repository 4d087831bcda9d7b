"""The pages of `dbt docs`, with the lineage of each mart as one picture on its page.

dbt's own graph draws every arrow between twenty ranks of models, and nobody can read it whole. Graphviz draws the same
from dbt's manifest: an arrow that others imply is left out, a staging model stands for its seed too, and what reads
the mart stands at the end.
"""

import base64
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from finsam_audit.project.dbt import run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import whole_folder
from finsam_audit.project.paths import build_database

Json = dict[str, Any]
LOOK = (
    'bgcolor=white; fontname="Helvetica"; fontsize=12; labelloc=t; nodesep=0.12; ranksep=0.28;\n'
    'node [shape=box style="filled,rounded" fontname="Helvetica" fontsize=12 fontcolor=white penwidth=0'
    ' height=0.28 margin="0.08,0.03"];\nedge [color="#8b96a3" arrowsize=0.5];'
)
EXPOSURE = "#ff694a"
# what dbt puts the two files in the place of, in the page that works without a server
PLACES = ('"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"')


def marts(manifest: Json) -> list[str]:
    """Return the models that others may read, by their unique id."""
    return sorted(key for key, node in manifest["nodes"].items() if node.get("access") == "public")


def ancestors(manifest: Json, mart: str) -> set[str]:
    """Return a mart and all models that it is made of."""
    found: set[str] = set()
    waiting = [mart]
    while waiting:
        key = waiting.pop()
        if key.startswith("model.") and key not in found:
            found.add(key)
            waiting += manifest["nodes"][key]["depends_on"]["nodes"]
    return found


def graph(manifest: Json, mart: str) -> tuple[str, str]:
    """Return what a mart is made of and what reads it, in the language of Graphviz.

    Args:
        manifest: dbt's manifest.
        mart: the unique id of a model.

    Returns:
        The models with their arrows, and what comes behind the mart, to be added once arrows have been left out.

    """
    nodes = manifest["nodes"]
    shown = ancestors(manifest, mart)
    colours = {room: nodes[key]["docs"]["node_color"] for key, room in rooms(manifest).items() if key in shown}
    order = [room for room in rooms_in_order(manifest) if room in colours]
    legend = " → ".join(f'<font color="{colours[room]}"><b>{room}</b></font>' for room in order)
    lines = [f"digraph {{\n{LOOK}\nlabel=<{legend}>;"]
    for key in sorted(shown):
        node = nodes[key]
        framed = ' penwidth=3 color="black"' if key == mart else ""
        page = f"../index.html#!/model/{key}"
        lines.append(f'"{key}" [label="{node["name"]}" fillcolor="{node["docs"]["node_color"]}" URL="{page}"{framed}];')
        lines += [f'"{parent}" -> "{key}";' for parent in node["depends_on"]["nodes"] if parent in shown]
    readers = [
        f'"{key}" [label="{entry["label"]}" shape=cds fillcolor="{EXPOSURE}" fontcolor=black'
        f' URL="../index.html#!/exposure/{key}"];\n"{mart}" -> "{key}";'
        for key, entry in sorted(manifest["exposures"].items())
        if mart in entry["depends_on"]["nodes"]
    ]
    return "\n".join([*lines, "}"]), "\n".join(readers)


def rooms(manifest: Json) -> dict[str, str]:
    """Return the room of each model, by its unique id."""
    return {
        key: Path(node["original_file_path"]).parts[1]
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
    }


def rooms_in_order(manifest: Json) -> list[str]:
    """Return the rooms of the models, each before those that read it."""
    room = rooms(manifest)
    read: dict[str, set[str]] = {name: set() for name in room.values()}
    for key, own in room.items():
        read[own] |= {room[parent] for parent in manifest["nodes"][key]["depends_on"]["nodes"] if parent in room} - {
            own
        }
    order: list[str] = []
    while len(order) < len(read):
        order += sorted(name for name, left in read.items() if name not in order and left <= set(order))
    return order


def _run(*command: str, text: str) -> str:
    try:
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError as error:
        raise UserError(f"{command[0]} is not there; install the package graphviz, which draws the lineage") from error
    if done.returncode:
        raise UserError(f"{command[0]} failed: {done.stderr.strip()[:200]}")
    return done.stdout


def picture(manifest: Json, mart: str) -> str:
    """Return the lineage of a mart as SVG."""
    models, readers = graph(manifest, mart)
    # the arrows that others imply, then leaves on ranks of their own: the picture gets narrower than a page
    spread = _run("unflatten", "-l", "5", "-f", text=_run("tred", text=models))
    return _run("dot", "-Tsvg", text=spread.rstrip().removesuffix("}") + readers + "\n}")


def flow(manifest: Json) -> str:
    """Return the rooms from left to right as SVG: what reads what, and who reads the last of them."""
    nodes, room = manifest["nodes"], rooms(manifest)
    colours = {own: nodes[key]["docs"]["node_color"] for key, own in room.items()}
    counts = Counter(room.values())
    lines = [f"digraph {{\n{LOOK}\nrankdir=LR;", '"seeds" [shape=cylinder fillcolor="#bdc3c7" fontcolor=black];']
    lines += [
        f'"{name}" [label="{name}\\n{counts[name]} models" fillcolor="{colours[name]}"];'
        for name in rooms_in_order(manifest)
    ]
    arrows = {
        ("seeds" if parent.startswith("seed.") else room[parent], own)
        for key, own in room.items()
        for parent in nodes[key]["depends_on"]["nodes"]
        if parent in room or parent.startswith("seed.")
    }
    for key, entry in manifest["exposures"].items():
        page = f"#!/exposure/{key}"
        lines.append(
            f'"{key}" [label="{entry["label"]}" shape=cds fillcolor="{EXPOSURE}" fontcolor=black URL="{page}"];'
        )
        arrows |= {(room[parent], key) for parent in entry["depends_on"]["nodes"]}
    lines += [f'"{left}" -> "{right}";' for left, right in sorted(arrows) if left != right]
    return _run("dot", "-Tsvg", text=_run("tred", text="\n".join([*lines, "}"])))


def _inside(drawn: str) -> str:
    """Return a picture as the address of an image that stands in the page itself."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode("utf-8")).decode("ascii")


def write_docs(root: Path) -> Path:
    """Write `build/docs`: the pages of dbt, and a picture for each mart.

    Args:
        root: the project.

    Returns:
        The page to open.

    Raises:
        UserError: nothing has been built, or dbt or Graphviz failed.

    """
    database = build_database(root)
    if not database.is_file():
        raise UserError(f"{database.name} is not there; run `make build` first")
    run = run_dbt(root, "docs", "generate", database=database)
    if run.returncode:
        raise UserError(f"dbt wrote no docs: {run.why()}")
    manifest = json.loads((run.target / "manifest.json").read_text(encoding="utf-8"))
    folder = root / "build" / "docs"
    with whole_folder(folder) as new:
        (new / "lineage").mkdir()
        overview = manifest["docs"]["doc.finsam_audit.__overview__"]
        overview["block_contents"] += f"\n\n![The rooms and who reads the last of them]({_inside(flow(manifest))})"
        for mart in marts(manifest):
            drawn = picture(manifest, mart)
            node = manifest["nodes"][mart]
            (new / "lineage" / f"{node['name']}.svg").write_text(drawn, encoding="utf-8")
            node["description"] += (
                f"\n\n[![Lineage of {node['name']}]({_inside(drawn)})](lineage/{node['name']}.svg)"
                "\n\nArrows that others imply are left out; a staging model stands for its seed. A click opens the"
                " picture by itself, with links to each model."
            )
        page = (run.target / "index.html").read_text(encoding="utf-8")
        catalog = (run.target / "catalog.json").read_text(encoding="utf-8")
        for place, content in zip(PLACES, (json.dumps(manifest), catalog), strict=True):
            if place not in page:
                raise UserError(f"the page of dbt docs has no place for {place}; another version of dbt is installed")
            page = page.replace(place, content)
        (new / "index.html").write_text(page, encoding="utf-8")
    return folder / "index.html"
