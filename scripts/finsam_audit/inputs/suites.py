"""What a person may have written wrong in the suites of rules, and in the two seeds that are made of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from finsam_audit.inputs.reference import Reference
from finsam_audit.inputs.words import shown
from finsam_audit.project.csv_files import Row
from finsam_audit.project.errors import UserError
from finsam_audit.rules.catalogue import Rule, read_rule, read_yaml, rule_entries
from finsam_audit.rules.seeds import hold_against, rule_row, term_rows

SUITES = "expectations"


def suite_errors(root: Path, reference: Reference) -> Iterator[str]:
    """Yield what is wrong in the suites and in the seeds that are made of them, a line each.

    Args:
        root: the project.
        reference: its reference seeds, with the chart and the two seeds that are made of the suites.

    """
    paths = sorted((root / SUITES).glob("*.yml"))
    if not paths:
        yield f"{SUITES}: no suite is there; take back those of the version before"
    rules: list[Rule] = []
    errors: list[str] = []
    ids: dict[str, str] = {}
    for path in paths:
        for read in entries(path):
            if isinstance(read, UserError):
                errors.append(str(read))
                continue
            rule_id, place = (read.rule_id, read.place) if isinstance(read, Rule) else read
            if rule_id in ids:
                errors.append(f"{place}: its id stands in {ids[rule_id]} already; give one of them an id of its own")
            ids.setdefault(rule_id, path.name)
            if isinstance(read, Rule):
                rules.append(read)
    if reference.is_read("chart") and reference.is_read("rule_guidance"):
        errors += strangers(rules, reference)
    yield from (f"{SUITES}/{error}" for error in errors)
    if not errors:
        rules.sort(key=lambda rule: rule.rule_id)
        yield from differences(reference, "rules", [rule_row(rule) for rule in rules])
        yield from differences(reference, "rule_terms", [row for rule in rules for row in term_rows(rule)])


def entries(path: Path) -> Iterator[Rule | tuple[str, str] | UserError]:
    """Yield the entries of a suite: a rule, id and place of an expectation, or what is wrong."""
    try:
        content = read_yaml(path)
        if "rules" in content:
            listed, defaults = rule_entries(content, path.name)
            for number, entry in enumerate(listed, 1):
                try:
                    yield read_rule(entry, defaults, path.name, number)
                except UserError as error:
                    yield error
            return
        # importing Great Expectations takes seconds, which a build needs in any case
        from finsam_audit.expectations.suites import brought, read_entry

        for number, entry in enumerate(brought(content, path.name), 1):
            place = f"{path.name} no. {number}"
            try:
                yield read_entry(entry, place).rule_id, place
            except UserError as error:
                yield error
    except UserError as error:
        yield error


def strangers(rules: Sequence[Rule], reference: Reference) -> Iterator[str]:
    """Yield the rules that name what is not there, a line for each thing that they name."""
    chart = [row for _, row in reference.seeds["chart"].rows]
    guidance = {value for (value,) in reference.seeds["rule_guidance"].values("guidance")}
    alike: dict[str, list[str]] = {}
    for rule in rules:
        try:
            hold_against(rule, chart, guidance, set(reference.measures))
        except UserError as error:
            alike.setdefault(str(error).removeprefix(rule.place), []).append(rule.place)
    for said, places in alike.items():
        yield f"{places[0]}{said}" + (f" (and in {len(places) - 1} more rules)" if len(places) > 1 else "")


def differences(reference: Reference, name: str, wanted: Sequence[Row]) -> Iterator[str]:
    """Yield where a seed is not as the suites make it: rules that are too few or too many, else its first such row."""
    seed = reference.seeds[name]
    if not reference.is_read(name):
        return
    places: dict[str, int] = {}
    for number, row in seed.rows:
        places.setdefault(row["rule_id"], number)
    ids = list(dict.fromkeys(row["rule_id"] for row in wanted))
    if missing := [rule_id for rule_id in ids if rule_id not in places]:
        yield f"{seed.shown}: {listed(missing)} not there, but in the suites; run `finsam rules`"
    if strange := [rule_id for rule_id in places if rule_id not in ids]:
        yield (
            f"{seed.shown}:{places[strange[0]]}: {listed(strange)} in no suite; state it in one under {SUITES}, or run"
            " `finsam rules` to take it out"
        )
    if missing or strange:
        return
    for (number, row), right in zip(seed.rows, wanted, strict=False):
        if row != right:
            column = next(column for column in right if row[column] != right[column])
            yield (
                f"{seed.shown}:{number}: column {column}: {shown(row[column])} where the suites make"
                f" {shown(right[column])}; change the suite, not this file, and run `finsam rules`"
            )
            return
    if len(seed.rows) != len(wanted):
        yield f"{seed.shown}: {len(seed.rows)} rows where the suites make {len(wanted)}; run `finsam rules`"


def listed(ids: Sequence[str]) -> str:
    """Return the first of some ids and how many more, with a verb."""
    return f"{ids[0]} is" if len(ids) == 1 else f"{ids[0]} and {len(ids) - 1} more are"
