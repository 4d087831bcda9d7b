"""What no check of the seeds has seen, because it comes from an input relation, is refused by the build and told."""

from collections.abc import Callable

import pytest
from association import LATEST, ROOT
from finsam_audit.project.dbt import Run, run_dbt
from finsam_audit.rules.fixture import Change, Copy, association_rows, write_relations

CHANGES = (
    Change("line_items", LATEST, "105/2/1", "printed", "2\u200b070\u200b000"),
    Change("line_items", LATEST, "105/3/1", "printed", "1 2345 67"),
    Change("line_items", LATEST, "14/0/1", "printed", "2024-02-30"),
)
SECOND_VERSION = tuple(
    (table, {**row, "document_id": "provstad_ar_2022_v2"})
    for table in ("documents", "line_items", "tables")
    for row in association_rows(ROOT)[table]
    if row["document_id"] == "provstad_ar_2022"
)


Refusing = Callable[..., tuple[Run, dict[str, str]]]


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Refusing:
    """Return a function that builds two selections of a copy, and returns the run and the status of every node."""
    folder = tmp_path_factory.mktemp("refused")

    def run(copy: Copy, *selected: str) -> tuple[Run, dict[str, str]]:
        # in the same place every time: dbt reads the project once
        variables = {"input_relations": write_relations(ROOT, folder, [copy])}
        done = run_dbt(
            ROOT, "build", "--select", *selected, database=folder / "built.duckdb", work=folder, variables=variables
        )
        return done, {node["unique_id"].split(".")[2]: node["status"] for node in done.results()}

    return run


def test_a_print_that_cannot_be_read_stops_the_build(refusing: Refusing) -> None:
    run, status = refusing(Copy("", CHANGES), "+numbers", "amounts")
    assert (status["numbers_hold"], status["amounts"]) == ("fail", "skipped")
    (broken,) = (line for line in run.stdout.splitlines() if "breaks every_print_is_read" in line)
    assert broken.startswith("numbers (value_kind): unread in 3 rows ")
    said = [line for line in run.stdout.splitlines() if "line_items.parquet" in line]
    assert [line.split(": ", 1)[1].split(", in column", 1)[0] for line in said] == [
        f"{LATEST} line 14, cell 0, number 1: column printed: '2024-02-30' is no date; write the one that is meant as"
        " 2026-06-13",
        f"{LATEST} line 105, cell 2, number 1: column printed: '2\\u200b070\\u200b000' is no number, dash or blank;"
        " compare it with the source and write the number that is meant",
        f"{LATEST} line 105, cell 3, number 1: column printed: '1 2345 67' can be read as 1234567 or as 1 and 2345 and"
        " 67; write which",
    ]


def test_a_second_version_is_refused(refusing: Refusing) -> None:
    run, status = refusing(Copy("", added=SECOND_VERSION), "+stg_documents", "stg_line_items")
    assert status["a_report_has_one_version"] == "fail"
    (said,) = (line for line in run.stdout.splitlines() if "second version" in line)
    assert said == (
        "provstad_ar_2022_v2 is a second version of provstad_ar_2022; take one out, and hold the two against each other"
        " with `finsam compare`"
    )
