"""The sentences of the suites: what they mean, and what is said of one that means nothing."""

from pathlib import Path

import pytest
from finsam_audit.project.errors import UserError
from finsam_audit.rules.catalogue import read_rules
from finsam_audit.rules.language import Sentence, Term, Total, read_sentence
from finsam_audit.rules.seeds import compiled, term_rows

CHART = [
    {"statement": "cash_flow", "line_item": line}
    for line in ("closing_cash", "opening_cash", "net_cash_flow", "operating_cash_flow")
] + [{"statement": "balance_sheet", "line_item": "cash"}]
RULE = """
suite: cash
sv: Kassa
en: Cash
severity: error
law: egen kontroll
rules:
  - rule: ZZ-001
    sv: Förändringen = utgående − ingående
    en: Change = closing − opening
    holds: {holds}
{more}"""


def read(text: str, *others: str, home: str | None = "cash_flow") -> Sentence:
    """Return what a sentence means."""
    return read_sentence(text, others, home, "cash.yml ZZ-001")


def suite(folder: Path, holds: str, more: str = "") -> Path:
    """Write a suite of one rule and return its folder."""
    (folder / "cash.yml").write_text(RULE.format(holds=holds, more=more), encoding="utf-8")
    return folder


def test_a_sum_takes_every_amount_and_its_terms_stand_beside_it() -> None:
    sentence = read("net_cash_flow = operating_cash_flow + 2 * investing_cash_flow? - opening_cash")
    assert sentence.kind == "sum"
    assert sentence.total == Total(("cash_flow",), ("net_cash_flow",), ("=",))
    assert sentence.definitions == (
        (
            Term("term", "cash_flow", "operating_cash_flow", "="),
            Term("term", "cash_flow", "investing_cash_flow", "=", 2, "optional"),
            Term("term", "cash_flow", "opening_cash", "=", -1),
        ),
    )


def test_a_tie_compares_one_figure_and_adds_several() -> None:
    one = read(
        "closing_cash(actual) is balance_sheet.cash", "balance_sheet.cash + balance_sheet.short_term_investments"
    )
    assert one.kind == "tie"
    assert [[term.role for term in terms] for terms in one.definitions] == [["compared"], ["term", "term"]]
    assert {term.measure for terms in one.definitions for term in terms} == {"actual"}


def test_a_ratio_has_two_sides_and_words_after_a_parenthesis_are_about_each_of_it() -> None:
    sentence = read(
        "equity_ratio(ratio) = equity(actual) / (assets(actual) + cash(actual)) [year before, report before]"
    )
    assert sentence.kind == "ratio"
    above, *below = sentence.definitions[0]
    assert above == Term("numerator", "cash_flow", "equity", "actual")
    place = {"period_offset": -1, "document_match": "association", "document_offset": -1}
    assert [term.line_item for term in below] == ["assets", "cash"]
    for term in below:
        assert (term.role, term.document_kind) == ("denominator", "annual_report")
        assert {name: getattr(term, name) for name in place} == place


def test_a_limit_may_be_a_constant() -> None:
    assert read("equity(actual) >= 0").definitions == ((Term("constant", "", "", "", 0),),)
    assert read("equity(actual) <= -1 * assets").definitions[0][0].weight == -1


def test_what_a_sentence_holds_for_alike_is_one_rule() -> None:
    sentence = read("note_income|note_costs.total(actual|budget) = all rows [same table]", home=None)
    assert sorted(sentence.total.places()) == [
        ("note_costs", "total", "actual"),
        ("note_costs", "total", "budget"),
        ("note_income", "total", "actual"),
        ("note_income", "total", "budget"),
    ]
    assert sentence.definitions == ((Term("term", "=", "*", "=", 1, "optional", "table"),),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("closing_cash", "one of =, is, <=, >= is missing before 'the end'"),
        ("closing_cash = ", "a line is missing before 'the end'"),
        ("closing_cash = opening_cash net_cash_flow", "'net_cash_flow' is not understood"),
        ("closing_cash = opening_cash [last year]", r"unknown words \[last year\]; known are annual report"),
        (
            "closing_cash = opening_cash [year before, year after]",
            r"\[year before\] and \[year after\] exclude each other",
        ),
        ("closing_cash = opening_cash [year before", "']' is missing before 'the end'"),
        ("closing_cash(actual = opening_cash", "'\\)' is missing before '='"),
        ("closing_cash = (opening_cash + net_cash_flow", "'\\)' is missing"),
        ("closing_cash = opening_cash * 2", r"'\*' is not understood"),
        ("closing_cash = opening_cash|net_cash_flow", "a term names one statement, one line and one measure"),
        ("closing_cash is opening_cash / net_cash_flow", "only = takes a ratio"),
        ("closing_cash = opening_cash / 100", "a ratio takes no constant"),
        ("closing_cash [comparative, with member] is opening_cash", "a total takes one condition"),
        ("closing_cash [same table] is opening_cash", r"unknown words \[same table\]"),
        ("closing_cash = Öppning", "'Ö' is no sign of a rule"),
        ("= opening_cash", "a line is missing before '='"),
    ],
)
def test_a_sentence_that_means_nothing_is_told_by_file_rule_and_word(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as raised:
        read(text)
    assert str(raised.value).startswith("cash.yml ZZ-001: ")
    assert repr(text.strip()) in str(raised.value)


def test_definitions_of_one_total_are_of_one_kind() -> None:
    with pytest.raises(UserError, match="all sums or all ratios"):
        read("closing_cash = opening_cash", "opening_cash / net_cash_flow")


def test_a_total_without_a_statement_is_told() -> None:
    with pytest.raises(UserError, match="the total names no statement"):
        read("closing_cash = opening_cash", home=None)


@pytest.mark.parametrize(
    ("holds", "more", "said"),
    [
        (
            "cash_flow.closing_cash = opening_cash",
            "    severty: error",
            "cash.yml ZZ-001: unknown severty; known are cause, class",
        ),
        ("cash_flow.closing_cash = opening_cash", "    severity: bad", "cash.yml ZZ-001: unknown severity 'bad'"),
        ("cash_flow.closing_cash = opening_cash", "    class: bad", "cash.yml ZZ-001: unknown class 'bad'"),
        ("cash_flow.closing_cash = opening_cash", "    tick: bad", "cash.yml ZZ-001: unknown tick 'bad'"),
        ("cash_flow.closing_cash = opening_cash", "    goal: goal_is_met", "cash.yml ZZ-001: a rule has one of holds"),
        ("cash_flow.closing_cash = opening_cash", "    law_read: ja", "cash.yml ZZ-001: law_read is true or false"),
        ("cash_flow.closing_cash = opening_cash", "    or: opening_cash", "cash.yml ZZ-001: or is a list"),
        (
            "cash_flow.closing_cash = opening_cash",
            "    unproven_up_to: 0.1",
            "cash.yml ZZ-001: unproven_up_to is a share",
        ),
        ("100", "", "cash.yml ZZ-001: holds is text"),
    ],
)
def test_an_entry_that_is_no_rule_is_told_by_file_rule_and_word(
    holds: str, more: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=said):
        read_rules(suite(tmp_path, holds, more))


def test_a_rule_stated_twice_is_told(tmp_path: Path) -> None:
    suite(tmp_path, "cash_flow.closing_cash = opening_cash")
    text = (tmp_path / "cash.yml").read_text(encoding="utf-8")
    (tmp_path / "cash.yml").write_text(text + text[text.index("  - rule:") :], encoding="utf-8")
    with pytest.raises(UserError, match=r"stated twice in the suites: cash\.yml ZZ-001, cash\.yml ZZ-001"):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        ("cash_flow.closing_csh = opening_cash", "cash.yml ZZ-001: cash_flow has no line 'closing_csh' in chart.csv"),
        ("cash_flow.closing_cash = opening_csh", "cash.yml ZZ-001: cash_flow has no line 'opening_csh' in chart.csv"),
        ("cash_flw.closing_cash = opening_cash", "cash.yml ZZ-001: no statement is called 'cash_flw' in chart.csv"),
        (
            "cash_flow.closing_cash(actul) = opening_cash",
            "cash.yml ZZ-001: no measure is called 'actul'; known are actual",
        ),
        ("cash_flow|balance_sheet.closing_csh = all rows", "has no line 'closing_csh'"),
    ],
)
def test_a_name_that_the_chart_does_not_know_is_told_by_rule_and_word(holds: str, said: str, tmp_path: Path) -> None:
    rules = read_rules(suite(tmp_path, holds))
    with pytest.raises(UserError, match=said):
        compiled(rules, CHART, {"footing"}, {"actual"})


def test_guidance_that_is_not_there_is_told(tmp_path: Path) -> None:
    rules = read_rules(suite(tmp_path, "cash_flow.closing_cash = opening_cash", "    guidance: nowhere"))
    with pytest.raises(UserError, match=r"cash\.yml ZZ-001: no guidance 'nowhere'"):
        compiled(rules, CHART, {"footing"}, {"actual"})


def test_each_definition_has_its_totals_and_its_terms(tmp_path: Path) -> None:
    more = "    or:\n      - opening_cash - net_cash_flow"
    (rule,) = read_rules(suite(tmp_path, "cash_flow.closing_cash|net_cash_flow = opening_cash", more))
    rows = [
        (row["definition"], row["term_no"], row["role"], row["line_item"], row["weight"]) for row in term_rows(rule)
    ]
    assert rows == [
        ("1", "0", "total", "closing_cash", "1"),
        ("1", "0", "total", "net_cash_flow", "1"),
        ("1", "1", "term", "opening_cash", "1"),
        ("2", "0", "total", "closing_cash", "1"),
        ("2", "0", "total", "net_cash_flow", "1"),
        ("2", "1", "term", "opening_cash", "1"),
        ("2", "2", "term", "net_cash_flow", "-1"),
    ]
