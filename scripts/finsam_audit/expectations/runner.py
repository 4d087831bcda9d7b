"""`finsam expectations`: run every suite on a published database, judge the outcome, write the results."""

import copy
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import great_expectations as gx
import sqlalchemy

from finsam_audit.expectations.classes import AccountExpectation, ExpectRelationToHold, ExpectTableToAdd
from finsam_audit.expectations.dialect import NAME
from finsam_audit.expectations.evaluated import prepared
from finsam_audit.expectations.evidence import Evidence, read_evidence
from finsam_audit.expectations.suites import Entry, Suite, read_suites, stable_id
from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.project.paths import RESULTS
from finsam_audit.project.visible import tell, visible

# what an expectation came to -> what it makes of the exit code
OUTCOMES = {
    "holds": 0,
    "acknowledged": 0,
    "observed": 0,
    "checked_nothing": 0,
    "new": 1,
    "error": 2,
}
JUNIT = Path("build/expectations/junit.xml")
NOTHING = "kontrollerade inget / checked nothing"
Json = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What one expectation came to.

    Attributes:
        outcome: a key of OUTCOMES.
        observed: what was seen, in one line.
        counts: rows checked, verified, deviating, unacknowledged.
        rows: every evaluation of the rule (empty for built-in expectations).

    """

    entry: Entry
    outcome: str
    observed: str
    counts: dict[str, int]
    rows: list[Json]


@dataclass(frozen=True)
class SuiteResult:
    """A suite and what its expectations came to."""

    suite: Suite
    results: tuple[Result, ...]


def judge(entry: Entry, validation: Any, evidence: Evidence) -> Result:
    """Return what an expectation came to, from severity and findings: GX knows only success.

    Args:
        entry: the expectation.
        validation: its ExpectationValidationResult.
        evidence: which findings the deviating relations stand under.

    """
    raised = [info for info in exceptions(validation.exception_info) if info.get("raised_exception")]
    if raised:
        message = " ".join(str(raised[0].get("exception_message", "")).split())
        return Result(entry, "error", message, {}, [])
    found = validation.result
    if isinstance(entry.expectation, AccountExpectation):
        rows = found["details"]["rows"]
        deviating = [row for row in rows if row["verdict"] == "deviates"]
        for row in deviating:
            row |= evidence.explained(entry.rule_id, row)
        unknown = [row for row in deviating if not row["is_acknowledged"]]
        counts = {
            "rows": len(rows),
            "verified": found["verified_count"],
            "deviating": len(deviating),
            "unacknowledged": len(unknown),
        }
        if not counts["verified"]:
            outcome = "checked_nothing"
        elif not deviating:
            outcome = "holds"
        elif not unknown:
            outcome = "acknowledged"
        elif entry.meta["severity"] == "info" or not any(evidence.fails(row) for row in unknown):
            outcome = "observed"
        else:
            outcome = "new"
        observed = found["observed_value"] if counts["verified"] else NOTHING
        return Result(entry, outcome, observed, counts, rows)
    broken = int(found.get("unexpected_count") or (0 if validation.success else 1))
    seen = int(found.get("element_count") or found.get("observed_value") or 0)
    # an empty mart is what no document has
    is_count = entry.expect == "expect_table_row_count_to_be_between"
    outcome = "holds" if validation.success else "checked_nothing" if is_count else "new"
    counts = {"rows": seen, "verified": seen, "deviating": broken, "unacknowledged": broken}
    return Result(entry, outcome, f"{broken} of {seen} deviate", counts, [])


def as_great_expectations(suite: Suite, data: str, entries: list[Entry]) -> gx.ExpectationSuite:
    """Return the part of a suite that is about one mart, with ids that are the same in every run."""
    name = f"{suite.name}/{data}"
    made = gx.ExpectationSuite(name=name, id=stable_id(name), expectations=[copy.copy(e.expectation) for e in entries])
    for expectation, entry in zip(made.expectations, entries, strict=True):
        expectation.id = stable_id(suite.name, entry.rule_id)
    return made


def exceptions(info: Any) -> list[Json]:
    """Return the exception records of a validation: one, or one per metric."""
    if not isinstance(info, dict):
        return []
    return [info] if "raised_exception" in info else [part for part in info.values() if isinstance(part, dict)]


def evaluation(suites: list[Suite]) -> str:
    """Return the statements that a connection runs before the expectations of suites, once."""
    stated = (entry.expectation for suite in suites for entry in suite.entries)
    return prepared(e.asked() for e in stated if isinstance(e, ExpectRelationToHold | ExpectTableToAdd))


def prepare(engine: sqlalchemy.Engine, statements: str) -> None:
    """Make every connection of an engine run statements, once."""

    def run(connection: Any, _: Any) -> None:
        connection.execute(statements)

    engine.dispose()
    sqlalchemy.event.listen(engine, "connect", run)


def run_suites(database: Path, suites: list[Suite]) -> list[SuiteResult]:
    """Run suites on a database, opened for reading only.

    Args:
        database: a published database; no other connection of this process may hold it open for writing.
        suites: what to run.

    Raises:
        UserError: the database is missing or cannot be opened.

    """
    if not database.is_file():
        raise UserError(f"no database at {database}; run make build first")
    evidence = read_evidence(database)
    statements = evaluation(suites)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    source = context.data_sources.add_sql(
        name="finsam",
        connection_string=f"{NAME}:///{database}",
        kwargs={
            "isolation_level": "AUTOCOMMIT",
            "skip_autocommit_rollback": True,
            "connect_args": {"read_only": True},
        },
    )
    batches: dict[str, Any] = {}
    engines: list[sqlalchemy.Engine] = []
    try:
        outcomes = []
        for suite in suites:
            results: dict[str, Result] = {}
            for data in sorted({entry.data for entry in suite.entries}):
                entries = [entry for entry in suite.entries if entry.data == data]
                try:
                    if data not in batches:
                        with warnings.catch_warnings():
                            # the generic SQL source has no other way to name a schema
                            warnings.simplefilter("ignore", DeprecationWarning)
                            asset = source.add_table_asset(name=data, table_name=data, schema_name="marts")
                        batches[data] = asset.add_batch_definition_whole_table(data).get_batch()
                        engine = batches[data].data.execution_engine.engine
                        if engine not in engines:
                            engines.append(engine)
                            prepare(engine, statements)
                    checked = batches[data].validate(
                        as_great_expectations(suite, data, entries),
                        result_format="COMPLETE",
                    )
                except Exception as error:  # an exception of any library is an error of the run, never a pass
                    message = " ".join(str(error).split()) or type(error).__name__
                    results |= {e.rule_id: Result(e, "error", message, {}, []) for e in entries}
                    continue
                by_rule = {done.expectation_config.meta["rule"]: done for done in checked.results}
                for entry in entries:
                    done = by_rule.get(entry.rule_id)
                    lost = Result(entry, "error", "Great Expectations returned no result for it", {}, [])
                    results[entry.rule_id] = judge(entry, done, evidence) if done is not None else lost
            outcomes.append(SuiteResult(suite, tuple(results[entry.rule_id] for entry in suite.entries)))
        return outcomes
    finally:
        for engine in (source.get_engine(), *engines):
            engine.dispose()


def checked(outcomes: list[SuiteResult]) -> int:
    """Return how many relations of the accounts could be verified."""
    return sum(result.counts.get("verified", 0) for suite in outcomes for result in suite.results if result.rows)


def exit_code(outcomes: list[SuiteResult]) -> int:
    """Return 0 when nothing new is wrong, 1 when something is, 2 when something, or nothing at all, was evaluated."""
    worst = max((OUTCOMES[result.outcome] for suite in outcomes for result in suite.results), default=2)
    # a rule that no document has checks nothing, and that is said; all of them together would pass on emptiness
    return worst if checked(outcomes) else 2


def as_json(outcomes: list[SuiteResult], input_digest: str | None = None) -> Json:
    """Return the results for machines and for the report; the same database gives the same text.

    Args:
        outcomes: the results.
        input_digest: of what the database was made of, by which the report knows that they are its own.

    """
    return {
        "exit_code": exit_code(outcomes),
        "input_digest": input_digest,
        "suites": [
            {
                "suite": done.suite.name,
                "sv": done.suite.sv,
                "en": done.suite.en,
                "expectations": [
                    {
                        **result.entry.meta,
                        "expect": result.entry.expect,
                        "outcome": result.outcome,
                        "wording": result.entry.wording,
                        "observed": result.observed,
                        **result.counts,
                        "evaluations": result.rows,
                    }
                    for result in done.results
                ],
            }
            for done in outcomes
        ],
    }


def as_junit(outcomes: list[SuiteResult]) -> bytes:
    """Return the results as JUnit XML, one test case per expectation."""
    root = ElementTree.Element("testsuites", name="finsam expectations")
    for done in outcomes:
        codes = [OUTCOMES[result.outcome] for result in done.results]
        counts = {"tests": len(codes), "failures": codes.count(1), "errors": codes.count(2)}
        suite = ElementTree.SubElement(
            root, "testsuite", {"name": visible(done.suite.name), **{key: str(value) for key, value in counts.items()}}
        )
        for result in done.results:
            name = visible(f"{result.entry.rule_id} {result.entry.meta['en']}")
            case = ElementTree.SubElement(suite, "testcase", classname=visible(done.suite.name), name=name)
            code = OUTCOMES[result.outcome]
            if code:
                part = ElementTree.SubElement(
                    case, "failure" if code == 1 else "error", message=visible(result.observed)
                )
                part.text = "\n".join(visible(row_line(row)) for row in result.rows if row["verdict"] == "deviates")
            elif result.outcome != "holds":
                ElementTree.SubElement(case, "system-out").text = f"{result.outcome}: {visible(result.observed)}"
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def row_line(row: Json) -> str:
    """Return a deviation in one line."""
    known = f"acknowledged: {row['acknowledgement']}" if row["is_acknowledged"] else "new"
    return (
        f"{row['document_id']} {row['fiscal_year']} line {row['source_line']} {row['label']}: printed"
        f" {row['printed_text']}, computed {row['computed']}, difference {row['difference']} ({known})"
    )


def lines(outcomes: list[SuiteResult]) -> list[str]:
    """Return one line per expectation that is not simply green, and the sum of all."""
    shown = [
        f"{result.outcome:<15} {result.entry.rule_id:<8} {result.entry.meta['sv']}: {result.observed}"
        for done in outcomes
        for result in done.results
        if result.outcome != "holds"
    ]
    results = [result for done in outcomes for result in done.results]
    counted = {name: sum(result.outcome == name for result in results) for name in OUTCOMES}
    total = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counted.items() if count)
    summed = f"{len(results)} expectations in {len(outcomes)} suites, {checked(outcomes)} evaluations: {total}"
    nothing = [] if checked(outcomes) else [f"{NOTHING}: no document has what a rule reads"]
    return [*shown, *nothing, summed]


def expectations(root: Path, database: Path) -> int:
    """Run the project's suites, write the results, print what is not simply green.

    Args:
        root: the project.
        database: the published database.

    Returns:
        0, 1 or 2 as `exit_code`.

    Raises:
        UserError: suites or database cannot be read.

    """
    outcomes = run_suites(database, read_suites(root / "expectations"))
    write_results(outcomes, database, root / RESULTS)
    write_whole(root / JUNIT, as_junit(outcomes))
    tell(*lines(outcomes))
    return exit_code(outcomes)


def write_results(outcomes: list[SuiteResult], database: Path, path: Path) -> None:
    """Write what the suites came to on a database, for machines and for the report."""
    with connect(database, read_only=True) as connection:
        about = connection.execute("select input_digest from marts.about").fetchone()
    found = as_json(outcomes, about[0] if about else None)
    write_whole(path, json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
