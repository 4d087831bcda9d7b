"""`finsam rules`: from the suites to the seeds that the models read and to the pages that people read."""

import tempfile
from pathlib import Path

from finsam_audit.inputs.line_items import MEASURES
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.rules import fixture
from finsam_audit.rules.catalogue import Rule, read_rules
from finsam_audit.rules.pages import pages
from finsam_audit.rules.seeds import compiled

REFERENCE = "seeds/reference"
PAGES = "docs/rules"


def seed_texts(root: Path, rules: list[Rule]) -> dict[str, str]:
    """Return what the two seeds of the rules hold when they are written anew, by file name."""
    chart = read_rows(root / REFERENCE / "chart.csv")
    guidance = {row["guidance"] for row in read_rows(root / REFERENCE / "rule_guidance.csv")}
    return compiled(rules, chart, guidance, set(MEASURES))


def deviations(root: Path, rules: list[Rule]) -> list[Row]:
    """Return the rows of deviations.csv.

    Raises:
        UserError: a rule has no deviation there, or a deviation no rule.

    """
    rows = read_rows(root / fixture.DEVIATIONS)
    known, planted = {rule.rule_id for rule in rules}, {row["rule_id"] for row in rows}
    if missing := sorted(known - planted):
        raise UserError(f"{fixture.DEVIATIONS}: no row for {', '.join(missing)}; give one value that makes it deviate")
    if stray := sorted(planted - known):
        raise UserError(f"{fixture.DEVIATIONS}: {', '.join(stray)} is no rule of the suites; delete the row")
    return rows


def write_rules(root: Path) -> tuple[int, int]:
    """Write seeds and pages of the rules anew; pages of rules that are gone go too.

    The fixture is built for the pages: what a rule looks like where it holds, and what is said where it deviates.

    Args:
        root: the project.

    Returns:
        The number of rules, and of rows of terms.

    Raises:
        UserError: a suite cannot be read, names what is not there, or a rule is not proved by the fixture.

    """
    rules = read_rules(root / "expectations")
    planted = deviations(root, rules)
    texts = seed_texts(root, rules)
    before = {name: (root / REFERENCE / name).read_text(encoding="utf-8") for name in texts}
    for name, text in texts.items():
        write_whole(root / REFERENCE / name, text)
    try:
        with tempfile.TemporaryDirectory() as folder:
            copies = [fixture.Copy(""), *map(fixture.deviating, planted)]
            written = pages(root, rules, planted, fixture.build(root, Path(folder), copies))
    except BaseException:
        for name, text in before.items():
            write_whole(root / REFERENCE / name, text)
        raise
    folder_of_pages = root / PAGES
    for path in folder_of_pages.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        write_whole(folder_of_pages / name, text)
    return len(rules), texts["rule_terms.csv"].count("\n") - 1
