"""What `make lint` looks at: SQL of models and macros, Python; and that the hooks before a commit look at the same."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from association import ROOT
from conftest import copy_project


def commands(text: str) -> set[str]:
    """Return the checks that a text runs, each by its program and what says which check it is."""
    return set(re.findall(r"\b(sqlfluff lint macros|sqlfluff lint|ruff check|ruff format --check|mypy)\b", text))


def test_the_hooks_before_a_commit_are_what_make_lint_runs() -> None:
    target = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert target
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    entries = " ; ".join(hook["entry"] for hook in hooks)
    assert commands(target[1]) == commands(entries) and len(commands(entries)) == 5
    named = re.search(r"sqlfluff lint (models .*)", target[1])
    assert named and named[1] in entries


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [(" union all", " UNION ALL", "CP01"), ("select {{ n }} as n", "select {{ n }} n", "AL02")],
)
def test_sql_of_a_macro_is_linted_where_a_model_calls_it(tmp_path: Path, right: str, wrong: str, rule: str) -> None:
    folder = copy_project(tmp_path)
    for name in (".sqlfluff", ".sqlfluffignore"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    macro = folder / "macros" / "integer_rows.sql"
    text = macro.read_text(encoding="utf-8")
    assert text.count(right) == 1
    model = Path("models/numbers/verdicts.sql")
    assert "integer_rows(" in (folder / model).read_text(encoding="utf-8")
    for written, expected in ((text, 0), (text.replace(right, wrong), 1)):
        macro.write_text(written, encoding="utf-8")
        done = subprocess.run(
            ["sqlfluff", "lint", "--disable-progress-bar", str(model)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, done.stdout + done.stderr
    assert rule in done.stdout
