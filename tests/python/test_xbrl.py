"""An independent judge: Arelle evaluates every sum of the shipped documents (Calculations 1.1), without network."""

import csv
from pathlib import Path

import duckdb
import pytest
from arelle_judge import inconsistent
from finsam_audit.project.errors import UserError
from finsam_audit.xbrl import LINK, ROLE, export
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]


def _documents() -> list[str]:
    with (ROOT / "seeds/reference/documents.csv").open(encoding="utf-8", newline="") as file:
        return [row["document_id"] for row in csv.DictReader(file)]


@pytest.mark.slow
@pytest.mark.parametrize("document_id", _documents())
def test_arelle_and_the_relations_give_the_same_verdict(built_project: Path, tmp_path: Path, document_id: str) -> None:
    database = built_project / "build/finsam_audit.duckdb"
    instance, sums = export(database, document_id, tmp_path)
    assert len(sums) >= 5
    # closed intervals on both sides (round to nearest): no sum is judged differently, so no exception is listed here
    theirs = {sums[n].relation_id for n in inconsistent(instance)}
    ours = {item.relation_id for item in sums if item.state == "deviation"}
    assert theirs == ours


@pytest.mark.slow
def test_arelle_sees_a_planted_error(built_project: Path, tmp_path: Path) -> None:
    instance, sums = export(built_project / "build/finsam_audit.duckdb", _documents()[0], tmp_path)
    number = next(n for n, item in enumerate(sums) if item.state == "exact" and len(item.terms) > 1)
    tree = etree.parse(str(instance))
    locators = etree.parse(str(tmp_path / "calculation.xml")).getroot()
    link = next(e for e in locators if e.get("{http://www.w3.org/1999/xlink}role") == f"{ROLE}{number}")
    total = link.find(f"{{{LINK}}}calculationArc").get("{http://www.w3.org/1999/xlink}from")
    fact = next(e for e in tree.getroot() if etree.QName(e).localname == total)
    fact.text = str(float(fact.text) + 5_000_000)
    tree.write(str(instance))
    assert number in inconsistent(instance)


@pytest.mark.slow
def test_facts_carry_the_decimals_of_their_unit(built_project: Path, tmp_path: Path) -> None:
    database = built_project / "build/finsam_audit.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        unit = dict(
            connection.execute(
                "select document_id, min(applied_unit) from marts.income_statement group by 1"
            ).fetchall()
        )
    document_id = next(d for d, u in unit.items() if u == "tkr")
    instance, _ = export(database, document_id, tmp_path)
    decimals = {e.get("decimals") for e in etree.parse(str(instance)).getroot() if e.get("decimals")}
    assert "-3" in decimals
    assert decimals <= {"-3", "-5", "-6", "INF", "0"}  # tkr, 3,3 miljoner, 2 miljoner, a dash, kr


def test_a_missing_database_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="make build"):
        export(tmp_path / "none.duckdb", "x", tmp_path)
