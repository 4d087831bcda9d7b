"""Suites, seeds and pages say the same: what `finsam rules` would write is what stands there."""

import re
from pathlib import Path

import pytest
from association import PLANTED, ROOT
from finsam_audit.project.errors import UserError
from finsam_audit.rules.catalogue import Rule, read_rules
from finsam_audit.rules.command import deviations, seed_texts
from finsam_audit.rules.pages import pages


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    return read_rules(ROOT / "expectations")


def test_the_seeds_are_what_the_suites_compile_to(rules: list[Rule]) -> None:
    stale = [
        name
        for name, text in seed_texts(ROOT, rules).items()
        if (ROOT / "seeds/reference" / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `finsam rules`"


def test_the_pages_are_what_suites_and_fixture_give(rules: list[Rule], copies: Path) -> None:
    expected = pages(ROOT, rules, PLANTED, copies)
    folder = ROOT / "docs/rules"
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert sorted(there) == sorted(expected), "run `finsam rules`"
    stale = [name for name in expected if there[name] != expected[name]]
    assert stale == [], "run `finsam rules`"


def test_a_rule_that_the_fixture_does_not_prove_has_no_page(rules: list[Rule], copies: Path) -> None:
    bent = {
        "rule_id": "KF-002",
        "table_name": "",
        "document_id": "",
        "key": "",
        "column_name": "",
        "value": "",
        "why": "",
    }
    strange = [rule for rule in rules if rule.rule_id == "KF-002"]
    unproved = [type(rule)(**{**rule.__dict__, "rule_id": "KF-999"}) for rule in strange]
    with pytest.raises(UserError, match="KF-999 holds nowhere"):
        pages(ROOT, unproved, [{**bent, "rule_id": "KF-999"}], copies)


def test_a_rule_without_a_deviation_is_refused(rules: list[Rule]) -> None:
    extra = type(rules[0])(**{**rules[0].__dict__, "rule_id": "ZZ-001"})
    with pytest.raises(UserError, match=r"deviations.csv: no row for ZZ-001"):
        deviations(ROOT, [*rules, extra])
    with pytest.raises(UserError, match=f"deviations.csv: {rules[0].rule_id} is no rule"):
        deviations(ROOT, rules[1:])


def test_hostile_text_stays_text_on_a_page(rules: list[Rule], copies: Path) -> None:
    bad = "<script>alert(1)</script> \x1b[2J\u202e | ``` [a](http://x.example) &lt;\n# b"
    told = {"sv": bad, "en": bad, "law": bad}
    rule = next(rule for rule in rules if rule.rule_id == "RR-003")
    planted = [row | {"why": bad, "value": bad, "column_name": bad} for row in PLANTED]
    written = pages(ROOT, [type(rule)(**{**rule.__dict__, **told})], planted, copies)
    for page in written.values():
        text = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", page, flags=re.DOTALL)
        assert not re.search(r"<script|[\x1b\u202e]|\]\(http|^# b", text, re.MULTILINE) and "&lt;script>" in text
    row = next(line for line in written["README.md"].splitlines() if "RR-003" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 6
