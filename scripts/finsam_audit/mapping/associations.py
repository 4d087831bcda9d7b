"""Which association a report is of, where that is known."""

from collections.abc import Iterable
from dataclasses import replace

from finsam_audit.mapping.names import association_of, code_of_association
from finsam_audit.mapping.report import Report
from finsam_audit.project.csv_files import Row


def digits(text: str) -> str:
    """Return the digits of an organisation number."""
    return "".join(sign for sign in text if sign.isdigit())


def identified(report: Report, associations: Iterable[Row], said: str | None) -> Report:
    """Return a report under the code, the name and the number of its association, where that is known.

    It is known by what was said, by its organisation number, or by its name without what all associations are called.
    """
    if said:
        report = replace(report, association_id=said)
    number, code = digits(report.organisation_number), association_of(report)
    for row in associations:
        is_numbered = not said and number != "" and digits(row["organisation_number"]) == number
        if is_numbered or code in {row["association_id"], None if said else code_of_association(row["name"])}:
            return replace(
                report,
                association_id=row["association_id"],
                association=row["name"],
                organisation_number=row["organisation_number"] or report.organisation_number,
            )
    return report
