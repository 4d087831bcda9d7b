"""The console names fifty findings at most and counts the rest: nobody reads a country's findings there."""

import shutil
from pathlib import Path

from association import ROOT
from finsam_audit.check.outcome import MOST_FINDINGS, Outcome, lines
from finsam_audit.names import Names
from finsam_audit.project.dbt import run_dbt
from test_check import outcome

TOLD = 50
FINDINGS = """
{{% set wanted = {count} %}}
select
    case when n = wanted.last then 'error' else 'legal' end as class, 'key_' || cast(100 + n as string) as finding_key,
    'message' as message_sv, false as is_acknowledged
from ({{{{ integer_rows(1, wanted) }}}}) as numbers cross join (select {{{{ wanted }}}} as last) as wanted
"""
ACKNOWLEDGEMENTS = """
select 'known_' || cast(100 + n as string) as finding_key, true as is_stale
from ({{{{ integer_rows(1, {count}) }}}}) as numbers
"""


def announced(folder: Path, count: int) -> list[str]:
    """Return what a build says of so many new findings, and as many acknowledgements that nothing answers to."""
    for name in ("models", "macros"):
        (folder / name).mkdir()
    for name in ("announce_new_findings", "integer_rows", "on_one_line"):
        shutil.copy(ROOT / f"macros/{name}.sql", folder / f"macros/{name}.sql")
    shutil.copy(ROOT / "profiles.yml", folder / "profiles.yml")
    (folder / "dbt_project.yml").write_text(
        "name: planted\nversion: '1.0'\nprofile: finsam_audit\nmodels: {+materialized: table}\n"
        "on-run-end: \"{{ announce_new_findings(ref('findings'), ref('acknowledgements')) }}\"\n",
        encoding="utf-8",
    )
    (folder / "models/findings.sql").write_text(FINDINGS.format(count=count), encoding="utf-8")
    (folder / "models/acknowledgements.sql").write_text(ACKNOWLEDGEMENTS.format(count=count), encoding="utf-8")
    run = run_dbt(folder, "build", database=folder / "planted.duckdb", work=folder)
    return run.stdout.splitlines()


def test_a_build_names_fifty_findings_and_counts_the_rest(tmp_path: Path) -> None:
    said = announced(tmp_path, TOLD + 2)
    assert said[0] == f"error: key_{100 + TOLD + 2}: message", "errors first"
    assert sum(": key_" in line for line in said) == TOLD
    assert "… and 2 more; marts.findings has them all" in said
    assert sum(line.startswith("stale acknowledgement: ") for line in said) == TOLD
    assert "… and 2 more stale acknowledgements; marts.acknowledgements has them all" in said


def test_a_check_names_fifty_findings_and_counts_the_rest(tmp_path: Path) -> None:
    empty = outcome(tmp_path, 0)
    document = {"document_kind": "annual_report", "association_name": "Y", "association_id": "y", "fiscal_year": 2025}
    document |= {"tested_count": 1, "number_count": 1}
    finding = {"is_acknowledged": False, "class": "error", "message_sv": "wrong", "message_en": "wrong"}

    def told(count: int) -> list[str]:
        found = [{**finding, "finding_key": str(number)} for number in range(count)]
        whole = Outcome(empty.sources, empty.cast, [document], {}, found, Names([]))
        return lines(whole, "en", tmp_path / "index.html")

    assert MOST_FINDINGS == TOLD
    said = told(TOLD + 2)
    assert sum(line.endswith(": wrong") for line in said) == TOLD
    assert "and 2 more; the page shows all" in said
    assert not [line for line in told(TOLD) if "more" in line]
