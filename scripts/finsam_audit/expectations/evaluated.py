"""The rules of the suites evaluated in a few queries, once for a connection; each expectation selects what it asked.

Planning the query of one rule takes longer than running it, so rules that are judged alike share a query. Every row is
of one rule. A rule is known by all that it says: an expectation that says anything else than what was evaluated is an
error, never empty.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from finsam_audit.expectations.query import PREPARED, Asked, compile_rules
from finsam_audit.expectations.tables import AskedOfTables, compile_tables
from finsam_audit.project.errors import UserError

Rule = Asked | AskedOfTables


def question(rule: Rule) -> str:
    """Return what a rule says as a short text: its id and a digest of all its arguments."""
    return f"{rule.rule_id} {hashlib.sha256(repr(rule).encode()).hexdigest()}"


def prepared(rules: Iterable[Rule]) -> str:
    """Return the statements that a connection runs once, after which `answer` finds the rows of each rule.

    Args:
        rules: what is evaluated.

    Raises:
        UserError: two of them have one id.

    """
    alike: dict[tuple[object, ...], list[Asked]] = defaultdict(list)
    tables: dict[tuple[str], list[AskedOfTables]] = defaultdict(list)
    asked: dict[str, Rule] = {}
    for rule in rules:
        if asked.setdefault(rule.rule_id, rule) is not rule:
            raise UserError(f"stated twice in the suites: {rule.rule_id}")
        if isinstance(rule, Asked):
            alike[rule.likeness].append(rule)
        else:
            tables[rule.likeness].append(rule)
    if not asked:
        return PREPARED
    queries = [*map(compile_rules, alike.values()), *map(compile_tables, tables.values())]
    parts = [f"select * from evaluated_{n}" for n in range(len(queries))]
    questions = ", ".join(f"'{question(rule)}'" for rule in asked.values())
    return "".join(
        (
            PREPARED,
            f"create temp type question as enum ({questions});",
            *(f"create temp table evaluated_{n} as {query};" for n, query in enumerate(queries)),
            f"create temp view evaluated as {' union all '.join(parts)};",
        )
    )


def answer(rule: Rule) -> str:
    """Return the query of the rows of a rule: those of `evaluation.compile_evaluation`, in the order of the print.

    It reads what `prepared` has made, and fails where the rule was not among what was evaluated.

    """
    return (
        f"select * exclude (rule_id) from evaluated where rule_id = '{rule.rule_id}'"
        f" and '{question(rule)}'::question is not null"
        " order by document_id, length(source_line), source_line, cell"
    )
