"""What a person may have written wrong in dbt_project.yml, and the seeds that it names."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from finsam_audit.inputs.words import not_on_the_list
from finsam_audit.project.errors import UserError
from finsam_audit.project.yaml_files import read_yaml

PROJECT = "dbt_project.yml"
VARIABLES = ("line_item_seeds", "input_relations", "schema_version")
# what dbt takes at the top of its project file; it says nothing of others
KEYS = (
    "name", "version", "config-version", "profile", "require-dbt-version", "model-paths", "seed-paths", "test-paths",
    "macro-paths", "analysis-paths", "snapshot-paths", "function-paths", "asset-paths", "docs-paths", "target-path",
    "log-path", "packages-install-path", "clean-targets", "flags", "vars", "on-run-start", "on-run-end", "models",
    "seeds", "snapshots", "data_tests", "unit_tests", "exposures", "functions", "dispatch", "query-comment", "quoting",
)  # fmt: skip


def read_project(root: Path) -> Mapping[str, Any]:
    """Return what dbt_project.yml holds.

    Raises:
        UserError: it cannot be read, or is no mapping.

    """
    content = read_yaml(root / PROJECT, PROJECT)
    if not isinstance(content, dict):
        raise UserError(f"{PROJECT}: is no mapping of names; take back the version before")
    return content


def named_seeds(root: Path) -> list[str]:
    """Return the names of the line item seeds.

    Raises:
        UserError: dbt_project.yml names none.

    """
    variables = read_project(root).get("vars")
    named = variables.get("line_item_seeds") if isinstance(variables, dict) else None
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise UserError(f"{PROJECT}: vars: line_item_seeds is not there, or is no list of names; name the seeds")
    return named


def project_errors(root: Path) -> Iterator[str]:
    """Yield what is wrong in dbt_project.yml that dbt itself passes over, a line each.

    Raises:
        UserError: it cannot be read.

    """
    content = read_project(root)
    for key in content:
        if key not in KEYS:
            yield f"{PROJECT}: {key} {not_on_the_list(str(key), 'key of dbt', KEYS)}"
    variables = content.get("vars")
    for key in variables if isinstance(variables, dict) else ():
        if key not in VARIABLES:
            yield f"{PROJECT}: vars: {key} {not_on_the_list(str(key), 'variable of this project', VARIABLES)}"
    if isinstance(variables, dict) and variables.get("input_relations"):
        yield (
            f"{PROJECT}: vars: input_relations stands for the seeds of this project, which are then not read; write"
            " {}, and give relations with `dbt --vars` or `finsam build --from`"
        )
    named = named_seeds(root)
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield f"{PROJECT}: vars: line_item_seeds: {name} stands twice; remove one"
