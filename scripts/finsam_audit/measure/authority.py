"""`finsam scale --corpus`: what an authority would see of many associations over many years."""

import time
from collections.abc import Sequence
from pathlib import Path

from finsam_audit.measure.corpora import Asked, keep_corpus
from finsam_audit.measure.sliced import How, cast_corpus, only_scale
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import row_writer
from finsam_audit.project.files import remove
from finsam_audit.project.relations import quoted
from finsam_audit.project.visible import tell
from finsam_audit.report.associations import added, by, kinds, reports
from finsam_audit.report.command import write_report
from finsam_audit.report.database import Database, Row

ASKED = Asked(associations=80, reports=20)
PLACE = Path("build/scale/corpus")
COLUMNS = (
    "association_id", "association_name", "fiscal_year", "document_id", "number_count", "tested_count", "open_count",
    "acknowledged_count", "has_before", "is_chained",
)  # fmt: skip
KIND_COLUMNS = ("class", "cause", "finding_count", "open_count", "document_count")


def gather(cast: Path, database: Path) -> None:
    """Put the marts of all slices, and those that hold nothing of a report, into one database.

    Args:
        cast: the folder of `marts` and `reference`.
        database: the file; one that is there is replaced.

    """
    remove(database)
    with connect(database) as connection:
        connection.execute("create schema marts")
        for file in sorted((cast / "reference").glob("*.parquet")):
            connection.execute(f"create table marts.{file.stem} as from read_parquet({quoted(file)})")
        for name in sorted({file.stem for file in cast.glob("marts/[0-9]*/*.parquet")}):
            # the chart of line items counts the numbers of each slice
            what = (
                "* exclude (number_count), sum(number_count)::integer as number_count" if name == "line_items" else "*"
            )
            files = quoted(cast / "marts" / "[0-9]*" / f"{name}.parquet")
            group = " group by all" if name == "line_items" else ""
            connection.execute(f"create table marts.{name} as select {what} from read_parquet({files}){group}")


def authority(root: Path, seed: int, how: How, asked: Asked = ASKED) -> int:
    """Cast a corpus of many associations over many years; write what was found as CSV and as a site, and sum it up.

    Args:
        root: the project.
        seed: where every choice comes from.
        how: slices and processes.
        asked: how many associations and years.

    Returns:
        0: it was cast, whatever was found.

    Raises:
        UserError: it could not be cast, or another run is at work.

    """
    with only_scale((root / PLACE).parent):
        return _authority(root / PLACE, root, seed, how, asked)


def _authority(place: Path, root: Path, seed: int, how: How, asked: Asked) -> int:
    corpus = keep_corpus(place / "corpus", asked, seed)
    cast_corpus(root, place / "corpus", place, how)
    gather(place, place / "finsam_audit.duckdb")
    database = Database(place / "finsam_audit.duckdb")
    try:
        rows, found = reports(database), kinds(database)
    finally:
        database.close()
    _write(place / "reports.csv", COLUMNS, rows)
    _write(place / "kinds.csv", KIND_COLUMNS, found)
    tell(*summed_up(rows, found))
    before, started = time.process_time(), time.monotonic()
    # the suites are of the project's own documents: none are shown beside another corpus
    folder = write_report(place / "finsam_audit.duckdb", place / "site", results_path=place / "no suites")
    cpu, wall = time.process_time() - before, time.monotonic() - started
    tell(
        f"site: {len(folder.written):,} files, {cpu / corpus.reports:.2f} s of CPU a report, {wall:.0f} s in all",
        *(f"written: {PLACE / name}" for name in ("reports.csv", "kinds.csv", "site/index.html")),
    )
    return 0


def _write(target: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        row_writer(file, columns, is_chosen=True).writerows(rows)


def summed_up(rows: list[Row], found: list[Row]) -> list[str]:
    """Return what an authority asks first, as lines: all, a line a year, a line for each kind of finding."""

    def line(name: str, reports: list[Row]) -> str:
        sums = added(reports)
        with_findings = sum(report["open_count"] > 0 for report in reports)
        return (
            f"{name}: {sums['reports']:,} reports, {sums['open_count']:,} findings in {with_findings:,}; "
            f"{100 * sums['tested_count'] / max(1, sums['number_count']):.1f} % of {sums['number_count']:,} numbers "
            f"tested; {sums['chained']:,} of {sums['followers']:,} held against the year before"
        )

    years = by("fiscal_year", rows)
    lines = [line(f"{len(by('association_id', rows)):,} associations", rows)]
    lines += [line(f"  {year}", years[year]) for year in sorted(years)]
    lines += [f"  {kind['class']}, {kind['cause']}: {kind['finding_count']:,} findings" for kind in found]
    return lines
