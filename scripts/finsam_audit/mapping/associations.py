"""Which association a report is of, where that is known."""

from collections.abc import Iterable
from dataclasses import replace

from finsam_audit.mapping.report import Report
from finsam_audit.mapping.words import patterns, said, slug
from finsam_audit.project.csv_files import Row


def association_of(report: Report) -> str:
    """Return the code of a report's association: the one given, else that of its name."""
    return report.association_id or code_of_association(report.association)


def code_of_association(name: str) -> str:
    """Return the code of an association's name: without what all are called."""
    text = said(name)
    for word in patterns("name_words"):
        if word["kind"] == "association":
            text = word.pattern.sub("", text).strip() or text
    return slug(text)


def digits(text: str) -> str:
    """Return the digits of an organisation number."""
    return "".join(sign for sign in text if sign.isdigit())


def identified(report: Report, associations: Iterable[Row], told: str | None) -> Report:
    """Return a report under the code, the name and the number of its association, where that is known.

    It is known by what was said, by its organisation number, or by its name without what all associations are called.
    """
    if told:
        report = replace(report, association_id=told)
    number, code = digits(report.organisation_number), association_of(report)
    for row in associations:
        is_numbered = not told and number != "" and digits(row["organisation_number"]) == number
        if is_numbered or code in {row["association_id"], None if told else code_of_association(row["name"])}:
            return replace(
                report,
                association_id=row["association_id"],
                association=row["name"],
                organisation_number=row["organisation_number"] or report.organisation_number,
            )
    return report
