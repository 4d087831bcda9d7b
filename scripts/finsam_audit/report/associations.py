"""Associations over the years: what was found, how much was cast, what was held against the report before."""

from collections import Counter, defaultdict
from typing import Any

from finsam_audit.report.database import CLASSES, Database, Row
from finsam_audit.report.formats import slug
from finsam_audit.report.site import Writer

# A report is chained where a figure of its balance sheet was held against what the report of the year before prints:
# what that year closed with is what this one opens with.
REPORTS = """
with chained as (
    select distinct r.document_id
    from marts.check_results as r
    inner join marts.rules as rules on r.rule_id = rules.rule_id and rules.tick = 'prior_year'
    inner join marts.relation_terms as t on r.relation_id = t.relation_id and r.document_id <> t.document_id
    where r.statement = 'balance_sheet' and r.state not in ('not_evaluated', 'not_applicable')
)
select d.*, before.document_id is not null as has_before, chained.document_id is not null as is_chained
from marts.documents as d
left join marts.documents as before on d.association_id = before.association_id
    and d.fiscal_year = before.fiscal_year + 1 and before.document_kind = d.document_kind
left join chained on d.document_id = chained.document_id
order by d.association_name, d.association_id, d.fiscal_year, d.document_id
"""
COUNTED = ("number_count", "tested_count", "open_count", "acknowledged_count")


def reports(database: Database) -> list[Row]:
    """Return the documents by association and year: findings, numbers tested, whether one is held against the last.

    `has_before` says that the report of the year before is there, `is_chained` that they were held against each other.
    """
    return database.rows(REPORTS)


def added(rows: list[Row]) -> dict[str, int]:
    """Return what reports come to together: how many, their counts, those with one before, those of them chained."""
    return {
        "reports": len(rows),
        **{name: sum(row[name] for row in rows) for name in COUNTED},
        "followers": sum(row["has_before"] for row in rows),
        "chained": sum(row["has_before"] and row["is_chained"] for row in rows),
    }


def kinds(database: Database) -> list[Row]:
    """Return how many findings there are of each class and cause: classes in their order, what is frequent first."""
    rows = database.rows(
        "select class, cause, count(*) as finding_count, count(*) filter (not is_acknowledged) as open_count,"
        " count(distinct document_id) as document_count from marts.findings group by all"
    )
    return sorted(rows, key=lambda row: (CLASSES.index(row["class"]), -row["finding_count"], row["cause"]))


def by(column: str, rows: list[Row]) -> dict[Any, list[Row]]:
    """Return rows by what a column holds, in their order."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return dict(groups)


def association_pages(writer: Writer, database: Database, figures: list[Row]) -> None:
    """Write the associations beside each other over the years, and a page of each."""
    rows = reports(database)
    by_association = by("association_id", rows)
    yearly = [row for row in rows if row["document_kind"] == "annual_report"]
    by_year = by("fiscal_year", yearly)
    writer.page(
        "associations.html",
        "associations.html",
        associations=[
            (own, {row["fiscal_year"]: row for row in own}, added(own)) for own in by("association_id", yearly).values()
        ],
        years=[(year, added(by_year[year])) for year in sorted(by_year)],
        totals=added(yearly),
        kinds=kinds(database),
    )
    found = by("association_id", database.findings())
    results: dict[str, dict[int, Any]] = defaultdict(dict)
    for figure in figures:
        results[figure["association_id"]][figure["fiscal_year"]] = figure["net_result"]
    for association_id, own in by_association.items():
        writer.page(
            f"association/{slug(association_id)}.html",
            "association.html",
            rows=own,
            results=results[association_id],
            findings=found.get(association_id, []),
            causes=sorted(Counter(finding["cause"] for finding in found.get(association_id, [])).items()),
        )
