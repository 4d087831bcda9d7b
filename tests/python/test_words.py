"""The words of a report are data: how a board judges, how an amount is said, what a code is called."""

import re
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit.acknowledge import KINDS
from finsam_audit.expectations.runner import OUTCOMES
from finsam_audit.expectations.verdicts import compile_verdicts
from finsam_audit.inputs.line_items import MEASURES
from finsam_audit.names import Names
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.report.marks import SHOWN
from finsam_audit.rules.fixture import Change, Copy

LATEST = "provstad_ar_2023"
SAYS = {True: "met", False: "not_met", None: "undecided"}
PHRASINGS = read_rows(ROOT / "tests/python/verdicts.csv")


def goal(number: int, phrasing: Row) -> list[tuple[str, Row]]:
    """Return the rows of a goal that a board judges in these words."""
    item = f"judged_{number}"
    definition = {"goal_id": "", "document_id": LATEST, "goal": item, "kind": "participants", "name_sv": item}
    definition |= {"name_en": item, "operator": phrasing["operator"], "basis": "printed", "unit": "count"}
    number_row = {"document_id": LATEST, "source_line": str(900 + number), "column_no": "0", "table_no": "6"}
    number_row |= {"statement": "goals", "label": item, "line_item": item, "member": "", "period": "2023"}
    prints = {"target": ("10", "count"), "count": ("20", "count"), "verdict": (phrasing["verdict"], "text")}
    return [
        ("goal_definitions", definition),
        *(
            ("line_items", number_row | {"number_no": str(n), "measure": measure, "printed": printed, "unit": unit})
            for n, (measure, (printed, unit)) in enumerate(prints.items(), 1)
        ),
    ]


# every phrasing judges a goal of its own
JUDGED = Copy("__judged", added=tuple(row for n, phrasing in enumerate(PHRASINGS) for row in goal(n, phrasing)))
OF_JUDGED = f"from marts.goals where association_id = 'provstad{JUDGED.suffix}'"


def test_boards_are_read_as_they_write(variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        said = dict(connection.execute(f"select goal, says_met {OF_JUDGED}").fetchall())
    wrong = [
        f"{row['verdict']!r} ({row['operator']}): {SAYS[said[f'judged_{n}']]}, should be {row['says']}"
        for n, row in enumerate(PHRASINGS)
        if SAYS[said[f"judged_{n}"]] != row["says"]
    ]
    assert wrong == [], "\n".join(wrong)
    assert len(PHRASINGS) > 60


def test_the_suites_read_the_words_by_themselves(variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        theirs = dict(connection.execute(f"select goal_id, says_met {OF_JUDGED}").fetchall())
        ours = dict(connection.execute(compile_verdicts()).fetchall())
        wordings = dict(connection.execute(f"select goal_id, printed_verdict {OF_JUDGED}").fetchall())
    assert {wordings[key]: ours.get(key) for key, said in theirs.items() if ours.get(key) != said} == {}
    assert sum(ours.get(key) is not None for key in theirs) > 60


# the text gives the surplus of 230 000, in words that leave it open: what is printed, whether it deviates
OPEN = {
    "drygt 225 000 kr": False,
    "omkring 225 000 kr": False,
    "ca 2 300 000 kr": True,
    "ca 500 000 kr": True,
    "ca 23 000 kr": True,
    "c:a 235 000 kr": False,
    "Cirka 229 000 kr": False,
    "drygt 235 000 kr": True,
    "drygt 180 000 kr": True,
    "knappt 235 000 kr": False,
    "knappt 225 000 kr": True,
    "närmare 240 000 kr": False,
    "nästan 300 000 kr": True,
    "ungefär 231 000 kr": False,
    "minst 200 000 kr": False,
    "minst 240 000 kr": True,
    "högst 250 000 kr": False,
    "högst 220 000 kr": True,
    "över 200 000 kr": False,
    "över 100 000 kr": True,
    "mer än 230 500 kr": True,
    "inte mer än 240 000 kr": False,
    "upp till 300 000 kr": False,
    "mindre än 250 000 kr": False,
    "under 225 000 kr": True,
    "uppgår till drygt 225 000 kr": False,
}


COPIES = (
    JUDGED,
    *(
        Copy(f"__open_{n}", (Change("line_items", LATEST, "98/0/1", "printed", printed),))
        for n, printed in enumerate(OPEN)
    ),
)


def test_words_before_an_amount_leave_it_open_so_far_and_no_further(variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        found = connection.execute(
            "select association_id, source_line from marts.findings where association_id = 'provstad'"
            " or association_id like 'provstad!_!_open!_%' escape '!'"
        ).fetchall()
    told = {(association, line) for association, line in found}
    wrong = [
        printed
        for n, (printed, deviates) in enumerate(OPEN.items())
        if ((f"provstad__open_{n}", "98") in told) != deviates
    ]
    assert wrong == []
    assert {line for _, line in told} == {"98"}


# where words of the reports may stand in code, and why
CATALOGUES = {
    "scripts/finsam_audit/report/wording.py": "the sentences of the pages, one catalogue in both languages",
    "scripts/finsam_audit/report/workbook_columns.py": "headings and sentences of the workbook, the same",
    "scripts/finsam_audit/measure/": "writes synthetic reports, whose words are its product",
}
SWEDISH = re.compile("[åäöÅÄÖ]")
# the letters of the alphabet, in a class of a pattern: no word
ALPHABET = re.compile("åäöÅÄÖ|ÅÄÖåäö|ÅÄÖ|åäö")
# words without a letter of their own that a report or a page would say
WORDS = re.compile(
    r"""["'][^"'\n]*\b(?:cirka|drygt|knappt|minst|uppfyll\w*|delvis|budgeten|rapporten|talet|beloppen?|summan?|raden?|raderna"""
    r"""|kolumnen|avvikelse\w*|skillnad|utfall|intyg|kontrollera|orsak|anges|saknas|prövas|resultatr\w+|balansr\w+|januari"""
    r"""|februari|mars|april|maj|juni|juli|augusti|oktober|och|eller|inte|ska|vara)\b[^"'\n]*["']""",
    re.IGNORECASE,
)


def code_lines(root: Path) -> list[tuple[str, int, str]]:
    """Return every line of code that is no comment and in no catalogue: file, number, text."""
    lines = []
    for path in sorted([*root.glob("models/**/*.sql"), *root.glob("macros/*.sql"), *root.glob("scripts/**/*.py")]):
        name = path.relative_to(root).as_posix()
        if any(name.startswith(exempt) for exempt in CATALOGUES):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            text = line.split("--")[0] if path.suffix == ".sql" else line.split("  # ")[0]
            if not text.lstrip().startswith(("#", "{#", '"""')):
                lines.append((name, number, text))
    return lines


def swedish_words(root: Path) -> list[str]:
    """Return the places where code holds a Swedish letter or a quoted Swedish word."""
    return [
        f"{name}:{number}: {line.strip()}"
        for name, number, line in code_lines(root)
        if SWEDISH.search(ALPHABET.sub("", line)) or WORDS.search(line)
    ]


def test_no_word_of_the_reports_stands_in_code() -> None:
    assert swedish_words(ROOT) == []
    assert all((ROOT / name).exists() for name in CATALOGUES)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("models/staging/a.sql", "select 'Målet' as word"),
        ("models/staging/a.sql", "select case when x like 'delvis%' then 1 end"),
        ("macros/a.sql", "{%- set words = {'but': 'men inte'} -%}"),
        ("scripts/a.py", 'NAMES = {"sum": "summa"}'),
    ],
)
def test_a_word_in_code_is_found(tmp_path: Path, name: str, line: str) -> None:
    place = tmp_path / name
    place.parent.mkdir(parents=True)
    place.write_text(f"{line}\n", encoding="utf-8")
    assert len(swedish_words(tmp_path)) == 1


# the columns of marts whose values are codes, with the vocabulary that names them
CODED = {
    "findings": {"class": "class", "severity": "severity", "cause": "cause", "certainty": "certainty"}
    | {"statement": "statement", "measure": "measure"},
    "check_results": {"state": "state", "reason": "reason", "severity": "severity", "statement": "statement"}
    | {"measure": "measure"},
    "printed_numbers": {"statement": "statement", "measure": "measure", "applied_unit": "unit"}
    | {"document_kind": "document_kind"},
    "coverage_ledger": {"reason": "reason"},
    "goals": {"kind": "goal_kind", "reason": "reason", "unit": "unit"},
    "misstatements": {"nature": "nature", "unit": "difference_unit"},
    "relation_terms": {"role": "role"},
}


def closed_lists() -> dict[str, set[str]]:
    """Return the closed lists of the project by vocabulary, from seeds and code."""
    lists: dict[str, set[str]] = {}
    lists["cause"] = {row["cause"] for row in read_rows(ROOT / "seeds/reference/causes.csv")}
    chart = read_rows(ROOT / "seeds/reference/chart.csv")
    rules = read_rows(ROOT / "seeds/reference/rules.csv")
    terms = read_rows(ROOT / "seeds/reference/rule_terms.csv")
    lists["statement"] = lists["statement_in_text"] = {row["statement"] for row in chart}
    lists["measure"] = set(MEASURES)
    lists["rule_kind"] = {row["kind"] for row in rules}
    lists["class"] = {row["class"] for row in rules}
    lists["severity"] = {row["severity"] for row in rules}
    lists["tick"] = {row["tick"] for row in rules} - {""}
    lists["role"] = {row["role"] for row in terms} - {"constant"}
    lists["outcome"] = set(OUTCOMES)
    lists["mark"] = set(SHOWN)
    acknowledged = read_rows(ROOT / "seeds/reference/acknowledged_findings.csv")
    lists["acknowledgement"] = {row["kind"] for row in acknowledged} | set(KINDS)
    return lists


def test_every_code_has_a_name_in_both_languages(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        named = Names.of(connection).by_vocabulary
        codes = closed_lists()
        for mart, columns in CODED.items():
            for column, vocabulary in columns.items():
                query = f"select distinct {column} from marts.{mart} where {column} is not null"
                codes.setdefault(vocabulary, set()).update(row[0] for row in connection.execute(query).fetchall())
    lacks = {name: sorted(known - named.get(name, {}).keys()) for name, known in codes.items()}
    assert {name: codes for name, codes in lacks.items() if codes} == {}
    # what follows a count is nothing
    silent = ("figure_unit", "difference_unit")
    unnamed = [(v, code) for v, pairs in named.items() for code, pair in pairs.items() if not all(pair)]
    assert [place for place in unnamed if place[0] not in silent] == []
