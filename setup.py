"""Puts the dbt project into the package, so that `finsam check` works from an installed one."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FOLDERS = ("models", "seeds", "macros", "tests", "expectations")
FILES = ("dbt_project.yml", "profiles.yml")
# `TRAVELLING` in finsam_audit/project/paths.py
TARGET = Path("finsam_audit") / "_project"
# pytest's folder is no part of the dbt project
LEFT_OUT = ("python", "__pycache__")


class BuildWithProject(build_py):
    """Builds the package with the project in it; one that is edited in place uses the project around it."""

    def run(self) -> None:
        """Build the modules, then copy the project beside them."""
        super().run()
        if self.editable_mode:
            return
        root, target = Path(__file__).resolve().parent, Path(self.build_lib) / TARGET
        shutil.rmtree(target, ignore_errors=True)
        for name in FOLDERS:
            shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in FILES:
            shutil.copy(root / name, target / name)


setup(cmdclass={"build_py": BuildWithProject})
