"""`finsam measure`: generate or copy reports, plant errors, build once, score."""

import shutil
from pathlib import Path
from typing import Any

from finsam_audit.measure import explained, missing
from finsam_audit.measure.corpus import SEQUENCE, Writer, generate, spoil
from finsam_audit.measure.events import EVENTS
from finsam_audit.measure.found import Database
from finsam_audit.measure.outcome import as_json, as_table, as_text, plot
from finsam_audit.measure.planted import Planted
from finsam_audit.measure.real import plant_all, write_real
from finsam_audit.measure.score import score
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.project.paths import project_root

HIDDEN = 1_000_000
DATABASE = "measure.duckdb"
# for so many copies with a slip one with more than a slip, and one with an explained difference
MORE, EXPLAINED = 4, 10


def write_generated(
    folder: Path, reports: int, seed: int
) -> tuple[dict[str, str], list[Planted], list[explained.Difference]]:
    """Write clean sequences of reports, as many copies with a slip, and fewer with more than a slip or a difference.

    Args:
        folder: an existing empty folder.
        reports: how many clean reports, and how many copies with a slip.
        seed: the same seed gives the same files.

    Returns:
        dbt's variable `input_relations`, the errors, and the differences.

    """
    writer = Writer(folder)
    sources = [generate(seed, number) for number in range((reports + SEQUENCE - 1) // SEQUENCE)]
    for source in sources:
        writer.add(source)
    planted: list[Planted] = []
    for number in range(reports + reports // MORE):
        events = EVENTS if number >= reports else ()
        copy = spoil(seed, number, sources[number % len(sources)], events)
        writer.add(copy.source, copy.suffix, copy.upto, copy.spoilt)
        planted.append(copy.planted)
    differences = explained.write(writer, sources, max(3, reports // EXPLAINED), seed)
    return writer.close(), planted, differences


def build(root: Path, folder: Path, relations: dict[str, str]) -> Path:
    """Run the models on the relations, without tests, and return the database.

    Raises:
        UserError: dbt failed.

    """
    database = folder / DATABASE
    arguments = ("build", *WITHOUT_TESTS)
    run = run_dbt(root, *arguments, database=database, work=folder, variables={"input_relations": relations})
    if run.returncode:
        raise UserError(f"dbt could not build the corpus: {run.why()}")
    return database


def measure(reports: int, seed: int, corpus: str) -> int:
    """Measure the checks on generated or on the shipped reports and write the outcome under build/measure/.

    Args:
        reports: clean reports, and copies with a slip (generated reports only).
        seed: where every choice comes from.
        corpus: `generated` reports; `hidden`, with seeds that development never used; `real`, errors
            in each printed number and table of the shipped documents; `missing`, each of their rows taken away and
            each of their amounts blanked.

    Returns:
        0: the measurement was made, whatever it says.

    Raises:
        UserError: nothing to measure, or dbt failed.

    """
    if reports < SEQUENCE:
        raise UserError(f"--reports {reports} is too few; give at least {SEQUENCE}")
    root = project_root()
    folder = root / "build" / "measure" / corpus
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    used = seed + HIDDEN if corpus == "hidden" else seed
    differences: list[explained.Difference] = []
    if corpus == "real":
        relations, planted = write_real(root, folder, lambda page: plant_all(page, used))
    elif corpus == "missing":
        relations, planted = write_real(root, folder, missing.take_away)
    else:
        relations, planted, differences = write_generated(folder, reports, used)
    with Database(build(root, folder, relations)) as database:
        findings, clean = database.findings(), database.clean()
        result = score(database, findings, planted)
    if corpus == "missing":
        write_whole(folder / "not_found.json", as_text(missing.not_found(result)))
        print(missing.outcome(result))
        print(f"written: {(folder / 'not_found.json').relative_to(root)}")
        return 0
    settings: dict[str, Any] = {
        "corpus": corpus,
        "seed": used,
        "reports": None if corpus == "real" else reports,
        "errors": len(planted),
    }
    met = explained.score(findings, differences)
    write_whole(folder / "measure.json", as_json(result, clean, settings, met))
    plot(result, folder / "measure.svg")
    print(as_table(result, clean, met))
    print(f"written: {(folder / 'measure.json').relative_to(root)}, {(folder / 'measure.svg').relative_to(root)}")
    return 0
