"""Casts reports together with what the repository holds of their associations, and keeps what is theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from finsam_audit.check.repository import Repository, of_documents
from finsam_audit.check.sources import Source
from finsam_audit.mapping.database import ACKNOWLEDGED, build_mapped
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import ENGLISH, Row, read_rows
from finsam_audit.project.relations import quoted

# marts that name a document in rows that others need, and how their rows are chosen instead
CHOSEN = {
    "relation_terms": "relation_id in (select relation_id from kept_relations)",
    "check_results": "relation_id in (select relation_id from kept_relations)",
    "finding_relations": "finding_key in (select finding_key from marts.findings)",
    "finding_candidates": "finding_key in (select finding_key from marts.findings)",
    # years of the association that other reports print: what is compared with
    "figures": "true",
}


@dataclass(frozen=True)
class Cast:
    """Reports that were cast.

    Attributes:
        database: the marts, with the rows of these reports alone.
        along: documents of the repository that were cast with them.
        replaced: documents of the repository whose place they took.

    """

    database: Path
    along: Sequence[Row]
    replaced: Sequence[Row]


def cast(
    root: Path,
    work: Path,
    sources: Sequence[Source],
    is_alone: bool = False,
    known: Path | None = None,
    advance: Callable[[int, int], None] | None = None,
    language: str = ENGLISH,
) -> Cast:
    """Cast reports.

    Args:
        root: the project.
        work: an empty folder for all that is written.
        sources: the reports.
        is_alone: leave out what the repository holds.
        known: a file of acknowledgements beside those of the repository.
        advance: is told how far it is.
        language: of what is said of the file of acknowledgements.

    Raises:
        UserError: a file cannot be read, or the models fail.

    """
    repository = Repository(root)
    associations = {source.document["association_id"] for source in sources}
    versions = {source.version_of for source in sources}
    own = {source.document_id for source in sources}
    along: list[Row] = []
    replaced: list[Row] = []
    for row in [] if is_alone else repository.documents(associations):
        version = (row["association_id"], row["document_kind"], row["fiscal_year"])
        (replaced if version in versions or row["document_id"] in own else along).append(row)
    names = {row["document_id"] for row in along}
    acknowledged = [] if is_alone else repository.acknowledged(names | own)
    if known:
        acknowledged += of_documents(read_rows(known, ACKNOWLEDGED, language=language), own)
    reports = [] if is_alone else [repository.rows(names, associations)]
    reports += [dict(source.rows) for source in sources]
    built = build_mapped(root, work, reports, acknowledged, advance)
    database = work / "shown.duckdb"
    keep(built, database, sorted(own))
    return Cast(database, along, replaced)


def keep(built: Path, database: Path, documents: Sequence[str]) -> None:
    """Write a database with the marts of a build, of which the rows of some documents stay.

    What a relation of theirs takes from another document stays with the relation.
    """
    with connect(database) as connection:
        connection.execute(f"attach {quoted(built)} as built (read_only)")
        connection.execute("create schema marts")
        connection.execute("create temporary table kept as select unnest(?) as document_id", [list(documents)])
        connection.execute(
            """
            create temporary table kept_relations as
            select relation_id from built.marts.check_results where document_id in (select document_id from kept)
            union
            select relation_id from built.marts.relation_terms where document_id in (select document_id from kept)
            union
            select r.relation_id from built.marts.finding_relations as r
            inner join built.marts.findings as f using (finding_key)
            where f.document_id in (select document_id from kept)
            """
        )
        listed = connection.execute(
            "select table_name, bool_or(column_name = 'document_id') from duckdb_columns()"
            " where database_name = 'built' and schema_name = 'marts' group by table_name"
            " order by table_name <> 'findings', table_name"
        ).fetchall()
        for table, has_document in listed:
            choice = CHOSEN.get(table, "document_id in (select document_id from kept)" if has_document else "true")
            connection.execute(f'create table marts."{table}" as select * from built.marts."{table}" where {choice}')
