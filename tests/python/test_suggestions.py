"""All suggestions put in at once: what they mend holds, and nothing that held breaks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bare_reports
import duckdb
import pytest
from association import ROOT
from finsam_audit.mapping.database import build_mapped
from finsam_audit.mapping.mapper import map_report
from finsam_audit.measure.run import build, write_generated

TEST = ROOT / "tests/suggestions_hold_together.sql"
CONFIG = re.compile(r"\{\{ config\(.*?\) \}\}")
REF = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")
REPORTS, SEED = 60, 5
# a cash flow whose published sum leaves a row out
LEAVES_OUT = "ostra_varmland_ar_2025/cash_flow/"


def broken(database: Path, **instead: str) -> list[tuple[Any, ...]]:
    """Return the rows of the data test on a database.

    Args:
        database: a build.
        instead: queries to read in the place of models, `{model}` in them for the model itself.

    """
    with duckdb.connect(str(database), read_only=True) as connection:
        places: dict[str, str] = dict(
            connection.execute(
                "select table_name, table_schema || '.' || table_name from information_schema.tables"
                " where table_schema in ('staging', 'checks', 'marts')"
            ).fetchall()
        )
        written = {name: f"({instead[name].format(model=places[name])})" for name in instead}
        query = REF.sub(
            lambda found: written.get(found[1], places[found[1]]), CONFIG.sub("", TEST.read_text(encoding="utf-8"))
        )
        return connection.execute(query).fetchall()


def test_a_suggestion_that_is_off_or_breaks_what_held_is_found(built_project: Path) -> None:
    database = built_project / "build/finsam_audit.duckdb"
    assert broken(database) == []
    off = (
        "select * replace (corrected_amount + case when corrected_amount <> printed_amount then 10 else 0 end"
        " as corrected_amount) from {model}"
    )
    again = "select * replace (suggested_amount + 10 as suggested_amount) from {model}"
    assert {row[3] for row in broken(database, corrected_numbers=off, findings=again)} == {"deviation"}
    # what two prints say that nothing decides between would break the sums of one of them
    decided = "select * replace ('likely' as certainty) from {model}"
    assert "exact" in {row[3] for row in broken(database, findings=decided)}


def test_what_the_figures_do_not_decide_corrects_none(built_project: Path) -> None:
    with duckdb.connect(str(built_project / "build/finsam_audit.duckdb"), read_only=True) as connection:
        told = connection.execute(
            "select count(*) from marts.findings"
            " where certainty = 'unknown' and set_no = 0 and suggested_amount is not null"
        ).fetchall()
        changed = connection.execute(
            "select numbers.* from marts.corrected_numbers as numbers inner join marts.findings using (finding_key)"
            " where corrected_amount <> numbers.printed_amount"
            " and (certainty = 'unknown' and set_no = 0 or set_no > 1 or cause in ('scope_differs', 'restated'))"
        ).fetchall()
    assert told[0][0] > 0 and changed == []


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a build of generated reports with slips, and more than slips."""
    folder = tmp_path_factory.mktemp("generated")
    relations, _, _ = write_generated(folder, REPORTS, SEED)
    yield build(ROOT, folder, relations)


@pytest.mark.slow
def test_suggestions_hold_together_in_generated_reports(generated: Path) -> None:
    assert broken(generated) == []
    with duckdb.connect(str(generated), read_only=True) as connection:
        (found,) = connection.execute(
            "select count(*) filter (where set_no > 0), count(*) filter (where cause = 'scope_differs'),"
            " count(*) filter (where cause = 'printed_unit') from marts.findings"
        ).fetchall()
    assert all(found), found


@pytest.mark.slow
def test_suggestions_hold_together_in_the_shared_reports(reports: Path, tmp_path: Path) -> None:
    assert reports.is_dir()
    mapped = [map_report(bare_reports.shared_report(name)) for name in bare_reports.names()]
    assert broken(build_mapped(ROOT, tmp_path, mapped)) == []


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    """Return what does not hold together in the shipped reports from bare rows."""
    mapped = [map_report(bare_reports.shipped_report(row["document_id"])) for row in bare_reports.documents()]
    return broken(build_mapped(ROOT, tmp_path_factory.mktemp("bare"), mapped))


@pytest.mark.slow
def test_suggestions_hold_together_in_the_shipped_reports_from_bare_rows(bare: list[tuple[Any, ...]]) -> None:
    assert bare == []
