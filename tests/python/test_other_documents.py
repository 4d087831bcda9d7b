"""On other documents than the shipped ones every test of dbt, every suite and every page works."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from bare_reports import documents, generated_report, names, shared_report, shipped_report, write_inputs
from finsam_audit.build import GATE
from finsam_audit.expectations.runner import checked, exit_code, run_suites
from finsam_audit.expectations.suites import read_suites
from finsam_audit.mapping.mapper import map_report
from finsam_audit.measure.corpus import generate
from finsam_audit.project.csv_files import Row
from finsam_audit.project.dbt import WITHOUT_UNIT_TESTS, run_dbt
from finsam_audit.project.publish import publish
from finsam_audit.report.command import write_report

pytestmark = pytest.mark.slow


def generated() -> Iterator[dict[str, list[Row]]]:
    """Yield reports of two generated associations, mapped."""
    for number in (7, 8):
        source = generate(3, number)
        for made in source.reports:
            yield map_report(generated_report(made, source.association.code))


REPORTS: dict[str, Callable[[], list[dict[str, list[Row]]]]] = {
    "generated": lambda: list(generated()),
    "shipped, from bare rows": lambda: [map_report(shipped_report(row["document_id"])) for row in documents()],
    "one small report": lambda: [map_report(shipped_report("samspelet_ar_2025"))],
    "shared": lambda: [map_report(shared_report(name)) for name in names()],
}


@pytest.mark.parametrize("which", REPORTS)
def test_everything_works_on_other_documents(tmp_path: Path, which: str, request: pytest.FixtureRequest) -> None:
    if which == "shared":
        request.getfixturevalue("reports")
    built, published = tmp_path / "built.duckdb", tmp_path / "published.duckdb"
    variables = {"input_relations": write_inputs(tmp_path, REPORTS[which]())}
    # tests of the models' own rows are the same on any documents: once is enough
    left_out = () if which == "one small report" else WITHOUT_UNIT_TESTS
    run = run_dbt(ROOT, "build", *left_out, database=built, work=tmp_path, variables=variables)
    # the gate says what is wrong in the reports; every other test is about the project
    assert set(run.failed()) <= {GATE} and not run.skipped(), (run.failed(), run.why())
    publish(ROOT, built, published)
    outcomes = run_suites(published, read_suites(ROOT / "expectations"))
    assert [r.observed for suite in outcomes for r in suite.results if r.outcome == "error"] == []
    assert exit_code(outcomes) < 2 and checked(outcomes) > 100
    with duckdb.connect(str(published), read_only=True) as connection:
        keys = {key for (key,) in connection.execute("select finding_key from marts.findings").fetchall()}
    assert keys or GATE not in run.failed()
    write_report(published, tmp_path / "site", quiet=True)
    assert (tmp_path / "site" / "index.html").stat().st_size > 1000
