"""The rules as the suites under `expectations/` state them: each entry one sentence of the accounts."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finsam_audit.project import yaml_files
from finsam_audit.project.errors import UserError
from finsam_audit.rules.language import Sentence, read_sentence

RULE_ID = re.compile(r"[A-Z]{2,}-[0-9]{3}")
SUITE_KEYS = {"suite", "sv", "en", "rules"}
DEFAULT_KEYS = {"statement", "severity", "law"}
# what a rule asks: a sentence of the accounts, one of tables, a question about goals, a check with one evaluator
BODIES = ("holds", "table", "goal", "checked")
# sentences of tables -> the kind of rule that each is
TABLES = {
    "row = rows_that_add_into_it": "sum",
    "row = details_below_it": "sum",
    "column = columns_that_add_into_it": "sum",
    "deviation_column = columns_that_it_compares": "sum",
    "share_column = same_row / total_row": "ratio",
    "share_column = same_row / same_row": "ratio",
    "share_row = row / row": "ratio",
    "opening_row = closing_row_of_the_year_before": "tie",
}
GOALS = ("goal_is_met", "verdict_agrees", "outcome_is_computed")
CHECKED = ("date", "section", "table", "sign", "unit", "line")
SEVERITIES = ("error", "warning", "info")
CLASSES = ("error", "missing", "goal", "presentation", "legal")
# kind -> the tick of what holds, and the guidance, unless the rule says otherwise
USUAL = {
    "sum": ("footed", "footing"),
    "tie": ("tied", "same_figure"),
    "ratio": ("recomputed", "ratio"),
    "at_most": ("footed", "limit"),
    "at_least": ("footed", "limit"),
    "goal": ("goal", "goal"),
    "date": ("tied", "date"),
    "section": ("tied", "section"),
    "table": ("footed", "total_row"),
    "sign": ("tied", "sign"),
    "unit": ("tied", "unit"),
    "line": ("tied", "missing_line"),
}
TICKS = ("footed", "cross_footed", "tied", "prior_year", "recomputed", "goal")
OPTIONS = {
    "or",
    "statement",
    "needs_every_definition",
    "unproven_up_to",
    "severity",
    "class",
    "tick",
    "cause",
    "guidance",
    "law",
    "law_read",
}


@dataclass(frozen=True)
class Rule:
    """A rule of the accounts.

    Attributes:
        rule_id: id, the family before the dash.
        sv: title in Swedish.
        en: title in English.
        kind: `sum`, `tie`, `ratio`, `at_most`, `at_least`, `goal`, or what is `checked`.
        body: `holds`, `table`, `goal` or `checked`.
        asks: what stands there.
        sentence: of `holds`, what it means.
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure (None, however large).
        severity: `error`, `warning` or `info`.
        of_class: class of its findings.
        tick: tick of what holds.
        guidance: key of rule_guidance.csv.
        cause: cause of its findings, where the rule itself is one.
        law: where it comes from.
        law_read: whether the text of that law was read.
        place: file and id, for messages.
        wording: the entry as the suite writes it.

    """

    rule_id: str
    sv: str
    en: str
    kind: str
    body: str
    asks: str
    sentence: Sentence | None
    needs_every_definition: bool
    unproven_up_to: float | None
    severity: str
    of_class: str
    tick: str
    guidance: str
    cause: str
    law: str
    law_read: bool
    place: str
    wording: Mapping[str, Any]

    @property
    def family(self) -> str:
        """Return the family: what stands before the dash."""
        return self.rule_id.split("-", 1)[0]


@dataclass(frozen=True)
class RuleSuite:
    """A suite of rules: one concern, its names in Swedish and English."""

    name: str
    sv: str
    en: str
    rules: tuple[Rule, ...]


def among(value: Any, known: tuple[str, ...] | Mapping[str, Any], what: str, place: str) -> str:
    """Return a word that must be one of some.

    Raises:
        UserError: it is none of them.

    """
    if value not in known:
        raise UserError(f"{place}: unknown {what} {value!r}; known are {', '.join(known)}")
    return str(value)


def read_kind(entry: Mapping[str, Any], body: str, place: str) -> tuple[str, Sentence | None]:
    """Return the kind of a rule, and what it means where it is a sentence of the accounts.

    Raises:
        UserError: what it asks is not understood.

    """
    asks = entry[body]
    if not isinstance(asks, str):
        raise UserError(f"{place}: {body} is text, not {asks!r}")
    if body == "holds":
        others = entry.get("or", [])
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            raise UserError(f"{place}: or is a list of definitions")
        sentence = read_sentence(asks, others, entry.get("statement"), place)
        return sentence.kind, sentence
    if strange := {"or", "needs_every_definition", "unproven_up_to"} & set(entry):
        raise UserError(f"{place}: {', '.join(sorted(strange))} goes with holds alone")
    if body == "table":
        return TABLES[among(asks, TABLES, "sentence of tables", place)], None
    if body == "goal":
        among(asks, GOALS, "question about goals", place)
        return "goal", None
    return among(asks, CHECKED, "kind of check", place), None


def read_rule(entry: Any, defaults: Mapping[str, Any], file: str, number: int) -> Rule:
    """Return one rule.

    Args:
        entry: the mapping in the suite.
        defaults: what the suite says for all its rules.
        file: name of the file, for messages.
        number: number of the entry in it, from 1.

    Raises:
        UserError: a key is missing or unknown, or a word is not understood; the message names file, rule and word.

    """
    if not isinstance(entry, dict) or not isinstance(entry.get("rule"), str):
        raise UserError(f"{file} no. {number}: every rule has an id, `rule: KF-001`")
    rule_id = entry["rule"]
    place = f"{file} {rule_id}"
    bodies = [body for body in BODIES if body in entry]
    if len(bodies) != 1:
        raise UserError(f"{place}: a rule has one of {', '.join(BODIES)}")
    if unknown := set(entry) - OPTIONS - {"rule", "sv", "en", *BODIES}:
        raise UserError(
            f"{place}: unknown {', '.join(sorted(map(str, unknown)))}; known are {', '.join(sorted(OPTIONS))}"
        )
    whole = {**defaults, **entry}
    for key in ("sv", "en", "law", "severity"):
        if not isinstance(whole.get(key), str) or not whole[key].strip():
            raise UserError(f"{place}: {key} is missing")
    for key in ("needs_every_definition", "law_read"):
        if not isinstance(whole.get(key, False), bool):
            raise UserError(f"{place}: {key} is true or false, not {whole[key]!r}")
    kind, sentence = read_kind(whole, bodies[0], place)
    every, share = whole.get("needs_every_definition", False), whole.get("unproven_up_to")
    if share is not None and not (every and isinstance(share, int | float) and 0 < share < 1):
        raise UserError(f"{place}: unproven_up_to is a share between 0 and 1, beside needs_every_definition: true")
    tick, guidance = USUAL[kind]
    return Rule(
        rule_id=rule_id,
        sv=whole["sv"],
        en=whole["en"],
        kind=kind,
        body=bodies[0],
        asks=whole[bodies[0]],
        sentence=sentence,
        needs_every_definition=every,
        unproven_up_to=share,
        severity=among(whole["severity"], SEVERITIES, "severity", place),
        of_class=among(whole.get("class", "error"), CLASSES, "class", place),
        tick=among(whole.get("tick", tick), TICKS, "tick", place),
        guidance=whole.get("guidance", guidance),
        cause=whole.get("cause", ""),
        law=whole["law"],
        law_read=whole.get("law_read", False),
        place=place,
        wording=whole,
    )


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping of a suite's file.

    Raises:
        UserError: the file cannot be read, or is called otherwise than its suite.

    """
    content = yaml_files.read_yaml(path, path.name)
    if not isinstance(content, dict):
        raise UserError(f"{path.name}: a suite is a mapping with suite, sv, en and its rules")
    if content.get("suite") != path.stem:
        raise UserError(f"{path.name}: the suite is called {content.get('suite')!r}; it must be called as its file")
    return content


def rule_entries(content: Mapping[str, Any], file: str) -> tuple[list[Any], dict[str, Any]]:
    """Return the entries of a suite of rules, unread, and what it says for all of them.

    Raises:
        UserError: it cannot be read as one.

    """
    keys = set(content)
    if not SUITE_KEYS <= keys or keys - SUITE_KEYS - DEFAULT_KEYS:
        raise UserError(
            f"{file}: a suite of rules holds {', '.join(sorted(SUITE_KEYS))}, and for all its rules"
            f" {', '.join(sorted(DEFAULT_KEYS))}; it has {', '.join(sorted(map(str, keys)))}"
        )
    entries = content["rules"]
    if not isinstance(entries, list) or not entries:
        raise UserError(f"{file}: no rules")
    if "severity" in content:
        among(content["severity"], SEVERITIES, "severity", file)
    return entries, {key: content[key] for key in DEFAULT_KEYS if key in content}


def read_rule_suite(content: Mapping[str, Any], file: str) -> RuleSuite:
    """Return a suite of rules.

    Raises:
        UserError: it cannot be read as one.

    """
    entries, defaults = rule_entries(content, file)
    rules = tuple(read_rule(entry, defaults, file, number) for number, entry in enumerate(entries, 1))
    return RuleSuite(content["suite"], content["sv"], content["en"], rules)


def read_rules(folder: Path) -> list[Rule]:
    """Return the rules of every suite of a folder, by id.

    Raises:
        UserError: a suite cannot be read, or a rule is stated twice.

    """
    contents = [(path.name, read_yaml(path)) for path in sorted(folder.glob("*.yml"))]
    suites = [read_rule_suite(content, file) for file, content in contents if "rules" in content]
    rules = sorted((rule for suite in suites for rule in suite.rules), key=lambda rule: rule.rule_id)
    if not rules:
        raise UserError(f"no rules in {folder}")
    for rule in rules:
        # it becomes the name of a page
        if not RULE_ID.fullmatch(rule.rule_id):
            raise UserError(f"{rule.place!r} is no id of a rule; write two letters or more, a hyphen, three digits")
    counts = Counter(rule.rule_id for rule in rules)
    if twice := [rule.place for rule in rules if counts[rule.rule_id] > 1]:
        raise UserError(f"stated twice in the suites: {', '.join(twice)}; give one of them an id of its own")
    return rules
