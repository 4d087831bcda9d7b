"""Pages of the expectation suites: what each came to, with links to rule, finding and number."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from finsam_audit import swedish
from finsam_audit.report.formats import anchor, slug
from finsam_audit.report.site import Writer

# what an expectation can come to, the least grave first
GRAVITY = ("holds", "checked_nothing", "observed", "acknowledged", "new", "error")
Json = dict[str, Any]


@dataclass(frozen=True)
class Results:
    """What the suites came to on a database.

    Attributes:
        exit_code: of `finsam expectations`.
        suites: as `results.json` holds them.

    """

    exit_code: int
    suites: list[Json]

    @property
    def suite_of(self) -> dict[str, Json]:
        """The suite of each rule."""
        return {entry["rule"]: suite for suite in self.suites for entry in suite["expectations"]}


def read_results(path: Path | None, input_digest: str | None) -> Results | None:
    """Return what the suites came to, None where they did not run on the database that is shown.

    Args:
        path: `results.json`.
        input_digest: of what the database was made of, as `marts.about` has it.

    """
    if path is None or not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    if found.get("input_digest") != input_digest:
        return None
    return Results(found["exit_code"], found["suites"])


def amount(value: Any) -> str:
    """Return a number of the results as Swedish print, an en dash for none, a text as it is."""
    if value is None or value == "":
        return swedish.NONE
    try:
        return swedish.number(Decimal(str(value)), 6)
    except InvalidOperation:
        return str(value)


def stated(entry: Json) -> str:
    """Return an expectation as its suite writes it."""
    return str(
        yaml.safe_dump(entry["wording"], allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
    ).strip()


def _deviating(entry: Json) -> list[Json]:
    return [row for row in entry["evaluations"] if row["verdict"] == "deviates"]


def place(row: Json) -> str:
    """Return where an evaluation's total stands: its document's page, at the number where one is meant."""
    page = f"document/{slug(row['document_id'])}.html"
    if row.get("column_no") is None:
        return page
    return f"{page}#d-{anchor((row['document_id'], row['source_line'], row['column_no'], row['number_no']))}"


def reasons(text: str | None) -> list[tuple[str, str]]:
    """Return kind and reason of each acknowledgement that explains an evaluation."""
    return re.findall(r"(?:^|; )([a-z_]+): (.+?)(?=$|; [a-z_]+: )", text or "")


def suite_pages(writer: Writer, results: Results | None, rules: dict[str, Json], documents: dict[str, Json]) -> None:
    """Write the list of suites with every deviation, and a page per suite.

    Args:
        writer: writes the pages.
        results: what the suites came to; without them the list says that they have not run.
        rules: those that have a page.
        documents: what the documents are called.

    """
    writer.environment.filters.update(
        result_amount=amount, stated=stated, deviating=_deviating, result_place=place, reasons=reasons
    )
    suites = [
        {
            "suite": suite,
            "counts": Counter(entry["outcome"] for entry in suite["expectations"]),
            "verified": sum(entry.get("verified", 0) for entry in suite["expectations"] if entry["evaluations"]),
            "worst": max((entry["outcome"] for entry in suite["expectations"]), key=GRAVITY.index),
        }
        for suite in (results.suites if results else [])
    ]
    writer.page(
        "expectations.html",
        "expectations.html",
        suites=suites,
        code=results.exit_code if results else None,
        deviations=[
            (entry["suite"], rule, row)
            for entry in suites
            for rule in entry["suite"]["expectations"]
            for row in _deviating(rule)
        ],
        documents=documents,
    )
    for entry in suites:
        writer.page(
            f"suite/{entry['suite']['suite']}.html",
            "suite.html",
            suite=entry["suite"],
            rules=rules,
            documents=documents,
        )
