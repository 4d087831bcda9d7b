"""What people and machines read on standard output are answers alone."""

import ast
from pathlib import Path

import yaml
from association import ROOT
from finsam_audit.project.connection import connect

HOME = ROOT / "scripts" / "finsam_audit" / "project" / "connection.py"


def test_a_connection_draws_no_bar(tmp_path: Path) -> None:
    for database in (None, tmp_path / "marts.duckdb"):
        with connect(database) as connection:
            assert connection.execute("select current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_every_connection_is_opened_so() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "scripts").rglob("*.py"))
        if path != HOME
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "connect" and getattr(node.value, "id", "") == "duckdb"
    ]
    assert wrong == []


def test_the_connections_of_dbt_draw_nothing_either() -> None:
    profile = yaml.safe_load(Path(ROOT / "profiles.yml").read_text(encoding="utf-8"))
    assert profile["finsam_audit"]["outputs"]["duckdb"]["settings"]["enable_progress_bar"] is False
