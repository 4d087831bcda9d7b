"""All that is wrong in the files that a build reads, told at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from finsam_audit.inputs.description import FOLDER
from finsam_audit.inputs.layout import column_errors, row_errors
from finsam_audit.inputs.line_items import MEASURES, UNITS, add_unread, read_line_items
from finsam_audit.inputs.project import named_seeds, project_errors
from finsam_audit.inputs.reference import Reference
from finsam_audit.inputs.suites import suite_errors
from finsam_audit.inventory.committed import FILE as INVENTORY
from finsam_audit.inventory.committed import inventory_errors
from finsam_audit.prints import WORDS
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.errors import UserError

ITEMS = "seeds/line_items"
# the lines that are told of one file: who wrote one column wrong needs no more
MOST = 20
# the seeds that `finsam rules` writes
COMPILED = ("rules", "rule_terms")


def input_errors(root: Path) -> list[str]:
    """Return what is wrong in all that a build reads: project file, seeds, suites.

    Args:
        root: the project.

    """
    return shortened(told(found(root, is_whole=True)))


def seed_errors(root: Path) -> list[str]:
    """Return what is wrong in the seeds of a project, which may be a copy without its suites.

    Args:
        root: the project.

    """
    return shortened(told(found(root, is_whole=False)))


def told(errors: Iterable[str]) -> Iterator[str]:
    """Yield errors, and what hindered finding more as the last of them."""
    try:
        yield from errors
    except UserError as error:
        yield str(error)


def shortened(errors: Iterable[str]) -> list[str]:
    """Return errors, of each file the first ones and how many more."""
    files: dict[str, list[str]] = {}
    for error in errors:
        files.setdefault(error.split(":")[0].split(" ")[0], []).append(error)
    more = {file: [f"{file}: and {len(lines) - MOST} more"] for file, lines in files.items() if len(lines) > MOST}
    return list(chain.from_iterable([*lines[:MOST], *more.get(file, ())] for file, lines in files.items()))


def found(root: Path, is_whole: bool) -> Iterator[str]:
    """Yield what is wrong, a line each.

    Args:
        root: the project.
        is_whole: whether its suites are there too.

    Raises:
        UserError: what hinders finding more.

    """
    yield from project_errors(root)
    named = named_seeds(root)
    reference = Reference(root, MEASURES, UNITS)
    yield from strays(root, reference, named)
    of_reference = list(reference.errors(COMPILED if is_whole else ()))
    yield from of_reference
    documents = []
    for name in dict.fromkeys(named):
        shown = f"{ITEMS}/{name}.csv"
        if not (root / shown).exists():
            yield f"{shown} is not there, but dbt_project.yml names it; add it or remove the name"
            continue
        try:
            documents.append(read_line_items(root, name, reference))
        except UserError as error:
            yield str(error)
    # the words that prints are read by must be right before a print can be wrong
    if not any(error.startswith(f"{FOLDER}/{name}.csv") for error in of_reference for name in WORDS):
        add_unread(root, documents)
    for items in documents:
        yield from items.lines()
    for document in sorted(reference.owners.keys() - set(named)):
        yield (
            f"{FOLDER}/documents.csv: document {document} has no numbers; add {ITEMS}/{document}.csv and name it in"
            " dbt_project.yml, or take the document out"
        )
    yield from row_errors(reference)
    yield from column_errors(reference)
    yield from reference.omissions.lines()
    yield from inventory_errors(root)
    if is_whole:
        yield from suite_errors(root, reference)


def strays(root: Path, reference: Reference, named: Sequence[str]) -> Iterator[str]:
    """Yield the CSV files that dbt would load as seeds and that nothing reads."""
    for path in sorted((root / "seeds").rglob("*.csv")):
        shown = path.relative_to(root).as_posix()
        if path.parent == root / ITEMS:
            if path.stem not in named:
                yield f"{shown}: not named in dbt_project.yml, vars: line_item_seeds; name it there"
        elif shown != INVENTORY and (path.parent != root / FOLDER or path.stem not in reference.schemas):
            yield f"{shown}: no seed of this project is called so; take the file away"


def seed_notes(root: Path) -> list[str]:
    """Return what the seeds leave out that nothing can be inferred of, a line for each document: it is not checked.

    Args:
        root: the project, in whose seeds nothing is wrong.

    Raises:
        UserError: a seed cannot be read.

    """
    reference = Reference(root, MEASURES, UNITS)
    defined = reference.seeds["goal_definitions"].values("document_id", "goal")
    # kinds of goals whose direction is known without a definition
    usual = {row["goal"] for row in read_rows(root / "seeds/reference/goal_kinds.csv", ("goal",))}
    parts = reference.seeds["document_sections"].values("document_id", "section")
    found = []
    for document in named_seeds(root):
        items = read_line_items(root, document, reference)
        printed = {row["line_item"] for _, row in items.rows if row["statement"] == "goals"}
        if goals := sorted(goal for goal in printed if (document, goal) not in defined and goal not in usual):
            row = f"{document}/{goals[0]},{document},{goals[0]},<kind>,<name>,<English name>,<operator>,<basis>,<unit>"
            found.append(
                f"seeds/reference/goal_definitions.csv: {document} prints goals that are not judged unless their print"
                f" says at least or at most: {', '.join(goals)}; to have them judged add rows as {row}"
            )
        is_report = reference.kinds.get(document) == "annual_report"
        if is_report and (document, "management_report") not in parts:
            found.append(
                f"seeds/reference/document_sections.csv: whether {document} has a management report is not checked; to"
                f" have it checked add the row {document},management_report,<line where it begins, or nothing>"
            )
    return found
