"""What must hold of single reference seeds beyond what their description says."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from finsam_audit.inputs.places import is_code, is_line, line_order, period_error
from finsam_audit.inputs.words import not_on_the_list
from finsam_audit.project.csv_files import Row

if TYPE_CHECKING:
    from finsam_audit.inputs.reference import Reference

SHA256 = re.compile(r"[0-9a-f]{64}")
AMOUNT = re.compile(r"-?[0-9]{1,3}( [0-9]{3})*(,[0-9]{1,2})?")
NAMES = re.compile(r"[{](\w*)[}]")
# textbooks on auditing set overall materiality between a half and five percent of its basis; twice that is a slip
MOST_MATERIAL = 10
Problems = Iterator[tuple[str, str]]
NO_CODE = "is no code; write small letters, digits and _"
NO_LINE = "is no line of a source; write its number from 1, or p3r12 for row 12 of page 3"


def is_organisation_number(text: str) -> bool:
    """Tell whether a text is an organisation number with its check digit."""
    if not re.fullmatch(r"[0-9]{6}-[0-9]{4}", text):
        return False
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(text.replace("-", ""))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def particulars(name: str, row: Row, reference: "Reference") -> Problems:
    """Yield what is wrong of a row of a reference seed: column, and what to do. Columns that are empty may be named."""
    if own := OWN.get(name):
        yield from own(row, reference)
    for column in CODES.get(name, ()):
        if not is_code(row[column]):
            yield column, NO_CODE
    for column in LINES.get(name, ()):
        if not is_line(row[column]):
            yield column, NO_LINE
    if name in RANGES and is_line(row["first_line"]) and is_line(row["last_line"]):
        if line_order(row["first_line"]) > line_order(row["last_line"]):
            yield "first_line", f"lies behind the last line, {row['last_line']}"


def _associations(row: Row, reference: "Reference") -> Problems:
    if not is_organisation_number(row["organisation_number"]):
        number = "is no organisation number with its check digit; write NNNNNN-NNNN as printed, or nothing"
        yield "organisation_number", number


def _documents(row: Row, reference: "Reference") -> Problems:
    if wrong := period_error(row["fiscal_year"]):
        yield "fiscal_year", wrong.replace(", a span as 2019-2024", "")
    if not SHA256.fullmatch(row["sha256"]):
        yield "sha256", "is no SHA-256; write its 64 digits, small letters among them"


def _members(row: Row, reference: "Reference") -> Problems:
    owner, parent = row["association_id"], row["parent"]
    if parent == row["member"]:
        yield "parent", "is the row itself; name the coarser row, or nothing"
    elif (owner, parent) not in reference.members:
        yield "parent", f"is no member of {owner} here; name the coarser row, or nothing"


def _tables(row: Row, reference: "Reference") -> Problems:
    if reference.statements and row["statement"] not in reference.statements:
        yield "statement", not_on_the_list(row["statement"], "statement", reference.statements)
    if row["printed_unit"] not in reference.units:
        yield "printed_unit", not_on_the_list(row["printed_unit"], "unit", reference.units)
    if not row["table_no"].isdigit() or row["table_no"] == "0":
        yield "table_no", "is no number of a table; tables count from 1"


def _table_columns(row: Row, reference: "Reference") -> Problems:
    if row["measure"] not in reference.measures:
        yield "measure", not_on_the_list(row["measure"], "measure", reference.measures)
    if row["column_no"].startswith("-"):
        yield "column_no", "is no column; columns count from 0"
    if wrong := period_error(row["period"]):
        yield "period", wrong


def _goal_definitions(row: Row, reference: "Reference") -> Problems:
    goal_id = f"{row['document_id']}/{row['goal']}"
    if row["goal_id"] != goal_id:
        yield "goal_id", f"is not document and goal; write {goal_id}"
    if reference.chart and ("goals", row["goal"]) not in reference.chart:
        yield "goal", "is not in seeds/reference/chart.csv under goals; use a code of the chart or add it there"
    if row["unit"] not in reference.units:
        yield "unit", not_on_the_list(row["unit"], "unit", reference.units)


def _acknowledged(row: Row, reference: "Reference") -> Problems:
    for column in ("printed", "suggested", "difference"):
        if not AMOUNT.fullmatch(row[column]):
            yield column, "is no amount as the findings write it; write 2 213 177 or -4 118,5, or nothing"


def _materiality(row: Row, reference: "Reference") -> Problems:
    for column, most in (("overall_percent", MOST_MATERIAL), ("performance_percent", 100), ("trivial_percent", 100)):
        try:
            is_sound = 0 < float(row[column]) <= most
        except ValueError:
            continue
        if not is_sound:
            yield column, f"is no level that an auditor would set; write a percentage above 0, at most {most}"


def _locating_priors(row: Row, reference: "Reference") -> Problems:
    try:
        is_sound = float(row["value"]) > 0
    except ValueError:
        return
    if not is_sound:
        yield "value", "rules out what it weighs; write a number above 0"


def _approximations(row: Row, reference: "Reference") -> Problems:
    try:
        lower, upper = float(row["lower_share"]), float(row["upper_share"])
    except ValueError:
        return
    if not 0 <= lower <= 1:
        yield "lower_share", "is no share of the printed amount down to which the words reach; write 0 to 1"
    if upper < 1:
        yield "upper_share", "is no share of the printed amount up to which the words reach; write 1 or more"


def _templates(row: Row, reference: "Reference") -> Problems:
    swedish, english = (sorted(set(NAMES.findall(row[column]))) for column in ("text_sv", "text_en"))
    if swedish != english:
        names = ", ".join(f"{{{name}}}" for name in swedish) or "nothing"
        yield "text_en", f"has other names in braces than text_sv; write {names} there"


OWN: dict[str, Callable[[Row, "Reference"], Problems]] = {
    "associations": _associations,
    "documents": _documents,
    "members": _members,
    "tables": _tables,
    "table_columns": _table_columns,
    "goal_definitions": _goal_definitions,
    "acknowledged_findings": _acknowledged,
    "materiality": _materiality,
    "locating_priors": _locating_priors,
    "approximations": _approximations,
    "message_templates": _templates,
}
CODES = {
    "associations": ("association_id",),
    "documents": ("document_id",),
    "members": ("member",),
    "chart": ("line_item",),
    "causes": ("cause",),
    "rule_guidance": ("guidance",),
    "locating_priors": ("name",),
}
LINES = {
    "tables": ("first_line", "last_line"),
    "table_rows": ("source_line",),
    "document_sections": ("source_line",),
    "not_line_items": ("first_line", "last_line"),
}
RANGES = ("tables", "not_line_items")
