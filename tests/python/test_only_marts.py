"""The package reads marts alone: what stands behind them is the build's, and the published file does not have it."""

import ast
import re
from pathlib import Path

import pytest
from association import ROOT

PACKAGE = ROOT / "scripts" / "finsam_audit"
# a corpus that is measured has a database of its own, with all that a build leaves
OWN_DATABASE = ("measure",)
# what writes a database is no reader of it: the published one, that of
# reports that are checked, the tables of inputs and the models without a row
WRITERS = ("project/publish.py", "project/compiled.py", "project/relations.py", "project/spark.py",
           "check/cast.py")  # fmt: skip

BEHIND = re.compile(r"\b(?:raw|staging|checks|localisation|evaluations)\.\w", re.IGNORECASE)
READ = re.compile(r"(?<!distinct )\b(?:from|join)\s+\"?(\w+)\"?\.\"?\w", re.IGNORECASE)
WRITES = re.compile(
    r"\b(?:insert\s+into|update\s+\w+(?:\.\w+)*\s+set|delete\s+from|alter\s+table|drop\s+table"
    r"|create\s+(?:or\s+replace\s+)?(?:table|view|schema|macro))\b",
    re.IGNORECASE,
)
READABLE = {"marts", "information_schema"}


def texts(source: str) -> list[tuple[int, str]]:
    """Return the texts of a Python source with their lines, without docstrings; a name stands for what is put in."""
    tree = ast.parse(source)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pieces = [part.value if isinstance(part, ast.Constant) else "value" for part in node.values]
            found.append((node.lineno, "".join(str(piece) for piece in pieces)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said | parts:
            found.append((node.lineno, node.value))
    return found


def strangers(source: str, is_writer: bool = False) -> list[str]:
    """Return what a source reads that is no mart, or writes: line and text of each."""
    found = []
    for line, text in texts(source):
        found += [f"{line}: {match[0]}" for match in BEHIND.finditer(text)]
        if not is_writer:
            found += [f"{line}: {match[0]}" for match in READ.finditer(text) if match[1].lower() not in READABLE]
            found += [f"{line}: {match[0]}" for match in WRITES.finditer(text)]
    return found


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in OWN_DATABASE)


@pytest.mark.parametrize("path", sources(), ids=[path.relative_to(PACKAGE).as_posix() for path in sources()])
def test_a_source_reads_marts_alone(path: Path) -> None:
    assert strangers(path.read_text(encoding="utf-8"), is_writer=path.relative_to(PACKAGE).as_posix() in WRITERS) == []


def test_templates_hold_no_query() -> None:
    found = [path.name for path in PACKAGE.rglob("*.html") if BEHIND.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'QUERY = "select * from raw.rules"',
        'rows("select a.name from marts.findings as f left join staging.stg_associations as a using (association_id)")',
        'rows(f"select {columns} from checks.finding_facts")',
        'rows(f"select * from {table} join Staging.x")',
        'rows("select * from other.findings")',
        'rows("update marts.findings set label = 1")',
        'rows("create table t as select 1")',
        'rows("delete from marts.findings")',
    ],
)
def test_a_poisoned_source_is_found(source: str) -> None:
    assert len(strangers(source)) >= 1


@pytest.mark.parametrize(
    "source",
    [
        'def f():\n    """Look into raw.rules."""\n    return "select * from marts.rules"',
        'say("the draws. From here on")',
        'rows("select * from marts.findings as f where f.cell is distinct from f.finding_key")',
        'rows("create or replace temporary table t as select * from marts.findings")',
    ],
)
def test_what_reads_marts_passes(source: str) -> None:
    assert strangers(source) == []
