"""`finsam build`: dbt build into a database of its own, then publish it whole or not at all."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finsam_audit.errors import UserError
from finsam_audit.paths import build_database, project_root, published_database
from finsam_audit.publish import publish
from finsam_audit.seed_errors import seed_errors
from finsam_audit.summary import summary

GATE = "audit_gate"


def failed_nodes(run_results: Path) -> tuple[list[str], int]:
    """Return the names of the nodes that failed in a dbt run, and how many were skipped because of them.

    Args:
        run_results: dbt's run_results.json.

    Raises:
        UserError: the file is missing or is not JSON.

    """
    try:
        results = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"dbt left no result in {run_results}; its messages above say why") from error
    bad = [r["unique_id"] for r in results if r["status"] in ("error", "fail", "runtime error")]
    # a unit test is called after its model and itself: unit_test.project.model.name
    names = [unique_id.split(".")[3 if unique_id.startswith("unit_test.") else 2] for unique_id in bad]
    return names, sum(r["status"] == "skipped" for r in results)


@contextmanager
def only_build(root: Path) -> Iterator[None]:
    """Hold the build lock of the project.

    Raises:
        UserError: another build holds it.

    """
    (root / "build").mkdir(exist_ok=True)
    with (root / "build" / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UserError("another build is running in this project; wait for it and try again") from error
        yield


def build() -> int:
    """Build, test, publish, and run the expectations.

    Returns:
        0 when nothing new is wrong, 1 when the audit gate or an expectation failed (published all the same), 2 when
        a seed or the structure is wrong (nothing is published) or an expectation could not be evaluated.

    """
    root = project_root()
    built = build_database(root)
    if wrong := seed_errors(root):
        print("\n".join(wrong))
        print("not published: the seeds must be put right first; the published database is as it was")
        return 2
    with only_build(root):
        built.parent.mkdir(parents=True, exist_ok=True)
        built.unlink(missing_ok=True)
        results = root / "target" / "run_results.json"
        results.unlink(missing_ok=True)
        environment = {
            **os.environ,
            "FINSAM_BUILD_DB": str(built),
            "DBT_PROFILES_DIR": str(root),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        command = [str(Path(sys.executable).with_name("dbt")), "--no-version-check", "-q"]
        command += ["build"] if sys.stdout.isatty() else ["--no-use-colors", "build"]
        code = subprocess.run(command, cwd=root, env=environment, check=False).returncode
        failed, skipped = failed_nodes(results)
        if code and (not failed or any(name != GATE for name in failed)):
            rest = f", and {skipped} nodes that need it were skipped" if skipped else ""
            print(f"not published: {', '.join(failed) or 'dbt'} failed{rest}; the published database is as it was")
            return 2
        published = published_database(root)
        publish(root, built, published)
        shown = published.relative_to(root) if published.is_relative_to(root) else published
        print(f"published {shown}\n{summary(published)}" + ("; the new ones are listed above" if failed else ""))
        # dbt ran in a process of its own: no connection is left when Great Expectations opens the file
        from finsam_audit.expectations.runner import expectations
        from finsam_audit.report.command import report

        outcome = expectations(root, published)
        report()
        return max(1 if failed else 0, outcome)
