"""What a build found, in two lines."""

from pathlib import Path

from finsam_audit.project.connection import connect

QUERY = """
select
    (select count(distinct document_id) from marts.coverage_ledger),
    (select count(is_covered) from marts.coverage_ledger),
    (select count(*) from marts.coverage_ledger where is_covered),
    (select count(*) from marts.check_results where state not in ('not_evaluated', 'not_applicable')),
    (select count(*) from marts.findings where is_acknowledged),
    (select count(*) from marts.findings where not is_acknowledged)
"""


def summary(database: Path, more: str = "") -> tuple[str, str]:
    """Return what a database holds in two lines: documents, numbers, how many are ticked; findings known and new.

    Args:
        database: a published database.
        more: what else is to be said of the findings.

    """
    with connect(database, read_only=True) as connection:
        row = connection.execute(QUERY).fetchone()
    documents, numbers, tested, relations, known, new = row or (0,) * 6
    share = f"{100 * tested / numbers:.1f} %" if numbers else "none"
    return (
        f"{documents} documents, {numbers} printed numbers, {share} of them in an evaluated relation; "
        f"{relations} relations evaluated",
        f"{known + new} findings: {new} new, {known} acknowledged{more}",
    )
