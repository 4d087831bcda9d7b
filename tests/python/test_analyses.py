"""The analyst's queries: each is what was worked out by hand, and holds on consecutive reports and on a corpus."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from association import ROOT
from finsam_audit import swedish
from finsam_audit.measure.corpora import Asked, write_corpus
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.dbt import Run
from planting import run_models

Row = dict[str, Any]
# what makes a row of an answer one of its kind
KEYS = {
    "administration_share": ("association_id", "fiscal_year"),
    "budget_against_outcome": ("association_id", "fiscal_year", "member"),
    "cash_against_equity": ("association_id", "fiscal_year"),
    "contributions_by_party": ("association_id", "fiscal_year", "member"),
    "cost_per_participant": ("association_id", "fiscal_year", "member"),
    "equity_against_goal": ("document_id", "fiscal_year", "goal"),
    "equity_ratio_over_years": ("association_id", "fiscal_year"),
    "goals_and_verdicts": ("document_id", "fiscal_year", "goal"),
    "largest_changes": ("association_id", "statement", "line_item", "fiscal_year"),
    "largest_misstatements": ("finding_key",),
    "plan_against_outcome": ("association_id", "fiscal_year", "line_item", "member"),
    "restated_comparatives": ("association_id", "fiscal_year", "statement", "line_item", "member", "measure"),
    "untested_numbers": ("document_id", "source_line", "column_no", "number_no"),
}
# of these every row of the answer was worked out, for the associations that any was worked out for
WHOLE = {
    "administration_share",
    "budget_against_outcome",
    "cash_against_equity",
    "contributions_by_party",
    "cost_per_participant",
    "equity_against_goal",
    "equity_ratio_over_years",
}
# a screen of a query, its head and its order included
LONGEST = 30
BY_HAND = read_rows(ROOT / "tests/fixtures/analyses_by_hand.csv")
# hundreds and thousands make percent and kronor; they stand in no source
FACTORS = {"100", "1000"}
READ = read_rows(ROOT / "seeds/reference/documents.csv")
SOURCES = {row["document_id"]: row["source_file"] for row in READ}
OWNERS = {row["document_id"]: row["association_id"] for row in READ}
# an association that is added owes no work by hand
WORKED_OUT = {OWNERS[name] for row in BY_HAND for name in row["documents"].split()}
Ask = Callable[[str, Path], list[Row]]


@pytest.fixture(scope="module")
def ask(built_project: Path, dbt: Callable[..., Run]) -> Ask:
    """Return a function that runs a query on a database."""
    result = dbt(built_project, "compile", "--select", "resource_type:analysis")
    assert result.returncode == 0, result.stdout

    def run(name: str, database: Path) -> list[Row]:
        text = (built_project / f"target/compiled/finsam_audit/analyses/{name}.sql").read_text(encoding="utf-8")
        with duckdb.connect(str(database), read_only=True) as connection:
            # the compiled query names the database that dbt built
            cursor = connection.execute(text.replace('"finsam_audit".', ""))
            columns = [column[0] for column in cursor.description or []]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    return run


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of generated reports of many associations, several years each."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "reports", Asked(20_000))
    told = json.loads((folder / "reports/vars.json").read_text(encoding="utf-8"))
    return run_models(folder, told["input_relations"])


def terms(text: str) -> Iterator[str]:
    """Return the figures of what was worked out."""
    yield from re.findall(r"\d+(?:\.\d+)?", text)


def worked_out(text: str) -> Decimal:
    """Return what an expression of figures and the four operations comes to."""
    assert re.fullmatch(r"[-+*/(). \d]+", text), text
    return Decimal(eval(re.sub(r"\d+(?:\.\d+)?", r"Decimal('\g<0>')", text), {"Decimal": Decimal, "__builtins__": {}}))


def as_told(value: Any, expected: Decimal) -> Decimal:
    """Return what was worked out with the decimals of the answer."""
    decimals = len(str(value).partition(".")[2])
    return expected.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def key_of(text: str) -> dict[str, str]:
    """Return the columns that name a row of an answer."""
    return dict(part.split("=", 1) for part in text.split("; "))


def matches(row: Row, key: dict[str, str]) -> bool:
    return all(str("" if row[name] is None else row[name]).removesuffix(".00") == value for name, value in key.items())


def test_every_query_is_short_and_says_what_it_answers() -> None:
    files = sorted((ROOT / "analyses").glob("*.sql"))
    assert {path.stem for path in files} == set(KEYS)
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("-- ") and len(lines) <= LONGEST, path.name


@pytest.mark.parametrize("name", sorted({row["query"] for row in BY_HAND}))
def test_the_answer_is_what_was_worked_out_by_hand(name: str, ask: Ask, built_project: Path) -> None:
    answer = ask(name, built_project / "build/finsam_audit.duckdb")
    seen: set[int] = set()
    for hand in (row for row in BY_HAND if row["query"] == name):
        found = [(index, row) for index, row in enumerate(answer) if matches(row, key_of(hand["row"]))]
        assert len(found) == 1, hand["row"]
        ((index, row),) = found
        value = row[hand["column"]]
        assert value is not None, hand["row"]
        assert value == as_told(value, worked_out(hand["worked_out"])), (hand["row"], hand["column"])
        seen.add(index)
    owners = [row.get("association_id") or OWNERS[row["document_id"]] for row in answer]
    assert name not in WHOLE or seen == {index for index, owner in enumerate(owners) if owner in WORKED_OUT}


def test_the_first_reports_were_worked_out() -> None:
    assert len(WORKED_OUT) >= 4


def test_every_question_was_worked_out() -> None:
    # what a later report restates needs two reports: the synthetic association has them
    assert {row["query"] for row in BY_HAND} == set(KEYS) - {"restated_comparatives"}


def lines_of(source: Path, numbers: str) -> str:
    """Return some lines of a source, their thousands and decimals written as the fixture writes them."""
    lines = source.read_text(encoding="utf-8").splitlines()
    text = "\n".join(lines[int(number) - 1] for number in numbers.split())
    return re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", "", text).replace(",", ".")


def test_what_was_worked_out_stands_in_the_sources(sources: Path) -> None:
    for hand in BY_HAND:
        if not hand["lines"]:
            continue
        texts = "\n".join(lines_of(sources / SOURCES[name], hand["lines"]) for name in hand["documents"].split())
        # a dash or an empty cell is 0
        lacking = set(terms(hand["worked_out"])) - set(terms(texts)) - FACTORS - {"0"}
        assert not lacking, (hand["row"], lacking)


def check(name: str, answer: list[Row]) -> None:
    """Hold an answer to what is true of it whatever the reports say."""
    counted = Counter(tuple(row[column] for column in KEYS[name]) for row in answer)
    assert [key for key, count in counted.items() if count > 1] == [], name
    if name == "contributions_by_party":
        shares: dict[tuple[str, int], Decimal] = {}
        for row in answer:
            key = row["association_id"], row["fiscal_year"]
            shares[key] = shares.get(key, Decimal(0)) + row["share_percent"]
        assert all(abs(share - 100) < Decimal("0.1") for share in shares.values())
    for row in answer:
        if name == "budget_against_outcome":
            assert row["left_over"] == row["budgeted"] - row["outcome"]
        if name == "administration_share":
            assert 0 <= row["administration_percent"] <= 100, row
        if name == "goals_and_verdicts":
            assert (row["is_met"] is None) == (row["reason"] is not None)


@pytest.mark.parametrize("name", sorted(KEYS))
def test_three_consecutive_reports_double_nothing(name: str, ask: Ask, copies: Path) -> None:
    answer = ask(name, copies)
    assert answer, name
    check(name, answer)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_corpus_is_answered(name: str, ask: Ask, corpus: Path) -> None:
    answer = ask(name, corpus)
    assert answer or name in {"cost_per_participant"}, name
    check(name, answer)


def provstad(answer: list[Row], **key: Any) -> Row:
    """Return the row of the synthetic association that a key names."""
    (found,) = [row for row in answer if row["association_id"] == "provstad" and key.items() <= row.items()]
    return found


def test_of_consecutive_reports_the_latest_print_counts(ask: Ask, copies: Path) -> None:
    # 2021 is printed as -1 100 tkr in its own report and as -1 100 200 in the next; its budget in its own alone
    answer = ask("budget_against_outcome", copies)
    row = provstad(answer, fiscal_year=2021, member="lotsen")
    assert (row["budgeted"], row["outcome"], row["left_over"]) == (1_050_000, 1_100_200, -50_200)
    assert {row["fiscal_year"] for row in answer if row["association_id"] == "provstad"} == {2021, 2022, 2023}
    restated = provstad(
        ask("restated_comparatives", copies), fiscal_year=2021, statement="operating_account", member="lotsen"
    )
    assert (restated["first_amount"], restated["last_amount"], restated["moved"]) == (-1_100_000, -1_100_200, -200)


def test_an_untested_number_is_one_that_no_relation_covers(ask: Ask, built_project: Path) -> None:
    database = built_project / "build/finsam_audit.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        told = connection.execute("select sum(number_count - tested_count) from marts.documents").fetchone()
    assert told == (len(ask("untested_numbers", database)),)


def test_equity_beside_its_goal_is_what_the_page_says(ask: Ask, built_project: Path, report: Path) -> None:
    page = (report / "comparisons.html").read_text(encoding="utf-8")
    for row in ask("equity_against_goal", built_project / "build/finsam_audit.duckdb"):
        assert f'<td class="n">{swedish.tenth(row["equity_percent"])}</td><td class="n">' in page
