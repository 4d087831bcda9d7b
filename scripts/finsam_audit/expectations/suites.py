"""Suites: YAML files become Great Expectations suites, and what is unknown in them is an error, never dropped."""

import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from great_expectations.compatibility import pydantic
from great_expectations.exceptions import GreatExpectationsError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.util import camel_to_snake

from finsam_audit.expectations import classes
from finsam_audit.project.errors import UserError
from finsam_audit.rules.catalogue import Rule, read_rule_suite, read_yaml

SUITE_KEYS = {"suite", "sv", "en", "expectations"}
META_KEYS = {"rule", "severity", "sv", "en", "law"}
SEVERITIES = {"error": "critical", "warning": "warning", "info": "info"}
DEFAULT_DATA = "printed_numbers"


@dataclass(frozen=True)
class Entry:
    """One expectation of a suite.

    Attributes:
        rule_id: rule in the catalogue (`GX-…` for structure).
        data: the mart that is its batch.
        expect: name of the expectation.
        wording: its arguments, as the suite writes them.
        expectation: the Great Expectations object.

    """

    rule_id: str
    data: str
    meta: dict[str, str]
    expect: str
    wording: dict[str, Any]
    expectation: Expectation


@dataclass(frozen=True)
class Suite:
    """A suite: one concern, its names in Swedish and English, its expectations."""

    name: str
    sv: str
    en: str
    entries: tuple[Entry, ...]


def stable_id(*parts: str) -> str:
    """Return an id that is the same in every run, made from names."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "finsam-audit/" + "/".join(parts)))


def great_expectation(kind: str, arguments: dict[str, Any], meta: dict[str, str], place: str) -> Expectation:
    """Return the Great Expectations object of an entry.

    Raises:
        UserError: there is no such expectation, or it does not accept its arguments.

    """
    try:
        expectation = ExpectationConfiguration(
            type=kind, kwargs=arguments, meta=dict(meta), severity=SEVERITIES[meta["severity"]]
        ).to_domain_obj()
    except (GreatExpectationsError, pydantic.ValidationError, TypeError, ValueError) as error:
        raise UserError(f"{place}: {kind}: {' '.join(str(error).split())}") from error
    return expectation


def entry_of(rule: Rule, place: str) -> Entry:
    """Return the expectation that evaluates a rule."""
    meta = {"rule": rule.rule_id, "severity": rule.severity, "sv": rule.sv, "en": rule.en, "law": rule.law}
    expected, argument = classes.EXPECTED[rule.body]
    arguments: dict[str, Any] = {argument: rule.asks}
    if rule.body == "holds":
        options = ("statement", "needs_every_definition", "unproven_up_to")
        arguments |= {name: rule.wording[name] for name in options if name in rule.wording}
        if "or" in rule.wording:
            arguments["otherwise"] = list(rule.wording["or"])
    kind = camel_to_snake(expected.__name__)
    wording = {key: value for key, value in {rule.body: rule.asks, **arguments}.items() if key != argument}
    expectation = great_expectation(kind, arguments, meta, place)
    return Entry(rule.rule_id, DEFAULT_DATA, meta, kind, {argument: rule.asks, **wording}, expectation)


def read_entry(entry: Any, place: str) -> Entry:
    """Return one expectation that Great Expectations brings.

    Args:
        entry: the mapping in the suite.
        place: file and number, for messages.

    Raises:
        UserError: a key is missing or unknown, or the expectation does not accept its arguments.

    """
    if not isinstance(entry, dict) or "expect" not in entry:
        raise UserError(f"{place}: every expectation says what it expects")
    meta = entry.get("meta")
    if not isinstance(meta, dict) or set(meta) != META_KEYS or not all(isinstance(v, str) for v in meta.values()):
        raise UserError(f"{place}: meta holds exactly {', '.join(sorted(META_KEYS))}, as text")
    if meta["severity"] not in SEVERITIES:
        raise UserError(f"{place}: severity {meta['severity']!r}; known are {', '.join(SEVERITIES)}")
    arguments = {key: value for key, value in entry.items() if key not in ("expect", "data", "meta")}
    expectation = great_expectation(entry["expect"], arguments, meta, place)
    return Entry(meta["rule"], entry.get("data", DEFAULT_DATA), dict(meta), entry["expect"], arguments, expectation)


def brought(content: dict[str, Any], file: str) -> list[Any]:
    """Return the entries, unread, of a suite of expectations that Great Expectations brings.

    Raises:
        UserError: it cannot be read as one.

    """
    if set(content) != SUITE_KEYS:
        raise UserError(f"{file}: a suite holds suite, sv, en and either rules or expectations")
    listed = content["expectations"]
    if not isinstance(listed, list) or not listed:
        raise UserError(f"{file}: no expectations")
    return listed


def read_suite(path: Path) -> Suite:
    """Return the suite of one file: of rules, or of expectations that Great Expectations brings.

    Raises:
        UserError: the file cannot be read as a suite.

    """
    content = read_yaml(path)
    if "rules" in content:
        suite = read_rule_suite(content, path.name)
        entries = tuple(entry_of(rule, f"{path.name} {rule.rule_id}") for rule in suite.rules)
        return Suite(suite.name, suite.sv, suite.en, entries)
    read = (read_entry(entry, f"{path.name} no. {n}") for n, entry in enumerate(brought(content, path.name), 1))
    return Suite(path.stem, content["sv"], content["en"], tuple(read))


def read_suites(folder: Path) -> list[Suite]:
    """Return every suite of a folder, by name.

    Raises:
        UserError: no suite is there, one cannot be read, or two expectations state the same rule.

    """
    suites = [read_suite(path) for path in sorted(folder.glob("*.yml"))]
    if not suites:
        raise UserError(f"no expectation suite in {folder}")
    counts = Counter(entry.rule_id for suite in suites for entry in suite.entries)
    if twice := sorted(rule for rule, count in counts.items() if count > 1):
        raise UserError(f"stated twice in the suites: {', '.join(twice)}")
    return suites
