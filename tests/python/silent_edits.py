"""Edits that once passed in silence: what a person changed, and who tells it."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from association import ROOT
from bad_input import COMPILED, SUITES, Kind, apply

EDITS = ROOT / "tests/fixtures/silent_edits.csv"
# what is edited: the inputs, and dbt's tests that stand in files of their own
READ = ("seeds", "macros", "expectations")


@dataclass(frozen=True)
class Edit:
    """What a person changed, in one file or in several.

    Attributes:
        name: what it is.
        steps: the changes.
        told_by: inputs (refused before the build), inventory (the build ends in 2, plain dbt is red) or compare (what
            keeps all that the inventory holds is listed against the version before).
        told: what must stand in what is told.

    """

    name: str
    steps: tuple[Kind, ...]
    told_by: str
    told: tuple[str, ...]

    @property
    def files(self) -> set[str]:
        """Return the files that it changes."""
        return {step.file for step in self.steps}

    @property
    def touches(self) -> set[str]:
        """Return the files that it changes, suites and compiled seeds as one: what is wrong in one hides the others."""
        return {"rules" if file.startswith(SUITES) or file in COMPILED else file for file in self.files}

    def make(self, project: Path) -> None:
        """Make it in a copy of the project."""
        for step in self.steps:
            apply(project, step)

    def is_told(self, lines: list[str]) -> bool:
        """Tell whether all that must be told stands in what was told."""
        return all(any(part in line for line in lines) for part in self.told)


def read_edits() -> list[Edit]:
    """Return the edits of the fixture; rows of one name are one edit."""
    steps: dict[str, list[dict[str, str]]] = {}
    with EDITS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            steps.setdefault(row["name"], []).append(row)
    names = ("name", "file", "edit", "place", "column", "value")
    return [
        Edit(
            name,
            tuple(Kind(**{column: row[column] for column in names}, hides="", told="") for row in rows),
            rows[0]["told_by"],
            tuple(dict.fromkeys(row["told"] for row in rows)),
        )
        for name, rows in steps.items()
    ]


def copy_inputs(folder: Path) -> Path:
    """Copy what is edited, as it is shipped, over what is there."""
    for name in READ:
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "dbt_project.yml", folder)
    (folder / "tests").mkdir(exist_ok=True)
    for path in (*(ROOT / "tests").glob("*.sql"), ROOT / "tests/_tests.yml"):
        shutil.copy(path, folder / "tests")
    return folder
