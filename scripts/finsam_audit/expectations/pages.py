"""Data Docs: pages of the results that need no network, with every value escaped."""

import shutil
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from finsam_audit.expectations.runner import OUTCOMES, SuiteResult, exit_code
from finsam_audit.names import Names
from finsam_audit.project.files import whole_folder
from finsam_audit.swedish import NONE, number

# the least grave first
GRAVITY = ("holds", "checked_nothing", "observed", "acknowledged", "new", "error")


def amount(value: Any) -> str:
    """Return a number as Swedish print, or an en dash for none."""
    if value is None or value == "":
        return NONE
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return number(found, 6)


def code(value: Any) -> Markup:
    """Return a code, escaped, that may break after its underscores and nowhere else."""
    return Markup(str(escape(value)).replace("_", "_<wbr>"))


def wording(entry: dict[str, Any]) -> str:
    """Return an expectation as its suite writes it."""
    return str(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)).strip()


def environment(names: Names) -> Environment:
    """Return the template environment: every value is escaped, an unknown name is an error."""
    templates = Environment(
        loader=PackageLoader("finsam_audit.expectations"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"amount": amount, "code": code, "wording": wording}
    templates.globals |= {"names": names.by_vocabulary["outcome"], "verdicts": names.by_vocabulary["verdict"]}
    return templates


def write_pages(outcomes: list[SuiteResult], folder: Path, names: Names) -> None:
    """Write the index and one page per suite, replacing what was there.

    Args:
        outcomes: the results.
        folder: where the pages stand (`build/data_docs`).
        names: what the codes of the marts are called.

    """
    templates = environment(names)
    sheet = Path(__file__).with_name("templates") / "style.css"
    rows = [
        {
            "suite": done.suite,
            "counts": {name: sum(result.outcome == name for result in done.results) for name in OUTCOMES},
            "total": len(done.results),
            "verified": sum(result.counts.get("verified", 0) for result in done.results if result.rows),
            "worst": max(done.results, key=lambda result: GRAVITY.index(result.outcome)).outcome,
        }
        for done in outcomes
    ]
    deviations = [
        (done.suite, result, row)
        for done in outcomes
        for result in done.results
        for row in result.rows
        if row["verdict"] == "deviates"
    ]
    with whole_folder(folder) as made:
        shutil.copyfile(sheet, made / "style.css")
        page = templates.get_template("index.html.j2").render(
            suites=rows, deviations=deviations, code=exit_code(outcomes), title=""
        )
        (made / "index.html").write_text(page, encoding="utf-8")
        for done in outcomes:
            page = templates.get_template("suite.html.j2").render(done=done, title=done.suite.sv)
            (made / f"{done.suite.name}.html").write_text(page, encoding="utf-8")
