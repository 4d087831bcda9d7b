"""Suites: YAML files become Great Expectations suites, and what is unknown in them is an error, never dropped."""

import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from great_expectations.compatibility import pydantic
from great_expectations.exceptions import GreatExpectationsError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from finsam_audit.expectations import classes
from finsam_audit.project.errors import UserError

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
        wording: the entry as the suite writes it, without `meta`.
        expectation: the Great Expectations object.

    """

    rule_id: str
    data: str
    meta: dict[str, str]
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


def read_entry(entry: Any, place: str) -> Entry:
    """Return one expectation.

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
    arguments = {key: value for key, value in entry.items() if key not in ("expect", "data", "meta", "or")}
    if "or" in entry:
        arguments["otherwise"] = entry["or"]
    try:
        expectation = ExpectationConfiguration(
            type=entry["expect"],
            kwargs=arguments,
            meta=dict(meta),
            severity=SEVERITIES[meta["severity"]],
        ).to_domain_obj()
    except (GreatExpectationsError, pydantic.ValidationError, TypeError, ValueError) as error:
        raise UserError(f"{place}: {entry['expect']}: {' '.join(str(error).split())}") from error
    if isinstance(expectation, classes.AccountExpectation):
        expectation.query()
    wording = {key: value for key, value in entry.items() if key != "meta"}
    return Entry(meta["rule"], entry.get("data", DEFAULT_DATA), dict(meta), wording, expectation)


def read_suite(path: Path) -> Suite:
    """Return the suite of one file.

    Raises:
        UserError: the file cannot be read as a suite.

    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(f"{path.name} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict) or set(content) != SUITE_KEYS:
        raise UserError(f"{path.name}: a suite holds exactly {', '.join(sorted(SUITE_KEYS))}")
    entries = content["expectations"]
    if not isinstance(entries, list) or not entries:
        raise UserError(f"{path.name}: no expectations")
    if content["suite"] != path.stem:
        raise UserError(f"{path.name}: the suite is called {content['suite']!r}; it must be called as its file")
    read = (read_entry(entry, f"{path.name} no. {n}") for n, entry in enumerate(entries, 1))
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
