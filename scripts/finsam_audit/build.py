"""`finsam build`: dbt build into a database of its own, then publish it whole or not at all."""

from finsam_audit.inputs.errors import input_errors, seed_notes
from finsam_audit.inventory.command import untold
from finsam_audit.project.dbt import WITHOUT_UNIT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.lock import only_build
from finsam_audit.project.log import LOGGER, step
from finsam_audit.project.paths import build_database, no_folder, project_root, published_database
from finsam_audit.project.publish import publish
from finsam_audit.project.spark import gather, lacking
from finsam_audit.project.visible import tell
from finsam_audit.summary import summary

GATE = "audit_gate"
TARGETS = ("duckdb", "spark")


def build(target: str = TARGETS[0]) -> int:
    """Build, test, publish, and run the expectations.

    Args:
        target: the engine; whichever it is, what is published is the same.

    Returns:
        0 when nothing new is wrong, 1 when the audit gate or an expectation failed (published all the same), 2 when
        a seed or the structure is wrong (nothing is published) or an expectation could not be evaluated.

    Raises:
        UserError: the engine is not there.

    """
    root = project_root()
    if target == "spark" and (said := lacking()):
        raise UserError(said)
    built = build_database(root)
    with step("inputs looked through"):
        wrong = input_errors(root) or untold(root)
    if wrong:
        tell(*wrong)
        tell("not published: this must be put right first; the published database is as it was")
        return 2
    for note in seed_notes(root):
        tell(note)
    published = published_database(root)
    no_folder(published)
    with only_build(root, built) as lock:
        with step("dbt"):
            # unit tests are of the models, whatever the data are: `dbt build` and `make test` run them
            run = run_dbt(
                root, "build", "--target", target, *WITHOUT_UNIT_TESTS, database=built, is_shown=True, keep_open=(lock,)
            )
        for result in run.results():
            LOGGER.debug("dbt: %s: %s in %.2f s", result["unique_id"], result["status"], result["execution_time"])
        failed, skipped = run.failed(), run.skipped()
        if run.returncode and (not failed or any(name != GATE for name in failed)):
            rest = f", and {skipped} nodes that need it were skipped" if skipped else ""
            said = ", ".join(failed) or "dbt"
            tell(f"not published: {said} failed{rest}: {run.why()}; the published database is as it was")
            return 2
        with step("publishing"):
            if target == "spark":
                gather(root, run.target, built)
            publish(root, built, published)
        shown = published.relative_to(root) if published.is_relative_to(root) else published
        tell(f"published {shown}", *summary(published, "; the new ones are listed above" if failed else ""))
        # dbt ran in a process of its own: no connection is left when Great Expectations opens the file
        from finsam_audit.expectations.runner import expectations
        from finsam_audit.report.command import report

        with step("expectations"):
            outcome = expectations(root, published)
        with step("report"):
            report()
        return max(1 if failed else 0, outcome)
