"""Which numbers of the shipped documents are guarded: a copy with another first digit has other findings."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import planting

# the numbers that a relation with a rounding bound holds together, with the widest change that a bound could hide
EVALUATED = """
select
    numbers.document_id, numbers.source_line, numbers.column_no, numbers.number_no, numbers.association_id,
    numbers.statement, numbers.printed, numbers.amount, numbers.applied_unit,
    min(2 * results.rounding_bound / abs(terms.weight)) as hidden, abs(numbers.amount) as size
from marts.printed_numbers as numbers
inner join marts.relation_terms as terms on numbers.cell = terms.cell
inner join marts.check_results as results on terms.relation_id = results.relation_id
inner join raw.rules as rules on results.rule_id = rules.rule_id
where rules.kind in ('sum', 'tie') and rules.severity <> 'info' and not rules.needs_all_definitions
  and numbers.value_kind = 'number'
    and results.state in ('exact', 'rounding', 'unlikely_rounding')
group by all
order by numbers.document_id, numbers.statement, size desc, numbers.source_line, numbers.column_no
"""
UNIT = {"tkr": 1000, "mkr": 1000000}
Number = tuple[Any, ...]
"""A row of EVALUATED."""


def evaluated(database: Path) -> list[Number]:
    """Return the numbers of which another first digit is more than rounding, the largest of a statement first."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return [row for row in connection.execute(EVALUATED).fetchall() if beyond_rounding(row)]


def other_first_digit(digits: str) -> str:
    """Return digits of which the first is another, and no 0."""
    return str((int(digits[0]) + 4) % 9 + 1) + digits[1:]


def beyond_rounding(number: Number) -> bool:
    """Tell whether another first digit changes a number by more than its relations could hide."""
    digits = planting.digits_of(number[6]).replace(" ", "").replace("\u00a0", "")
    if not digits or digits[0] == "0":
        return False
    change = abs(int(other_first_digit(digits)) - int(digits)) * UNIT.get(number[8], 1)
    return bool(change > number[9])


def largest(numbers: list[Number]) -> list[Number]:
    """Return the largest number of every statement of every document."""
    found: dict[tuple[str, str], Number] = {}
    for number in numbers:
        found.setdefault((number[0], number[5]), number)
    return list(found.values())


def copies(numbers: list[Number]) -> list[planting.Copy]:
    """Return a copy for each number in which it has another first digit, and one of each association as it is."""
    found = [planting.Copy(f"__base_{name}", name) for name in sorted({number[4] for number in numbers})]
    for index, number in enumerate(numbers):
        printed = planting.with_digits(number[6], other_first_digit)
        place = (number[0], number[1], str(number[2]), str(number[3]))
        found.append(planting.Copy(f"__{index:04d}", number[4], {place: printed}))
    return found


def unnoticed(database: Path, numbers: list[Number]) -> list[Number]:
    """Return the numbers whose copies have the findings of their association as it is."""
    found: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for key, *rest, document in planting.findings(
        database, "finding_key, printed_amount, suggested_amount, difference, document_id"
    ):
        suffix = document.partition("__")[2]
        found[suffix].add((key.replace(f"__{suffix}", ""), *rest))
    return [number for index, number in enumerate(numbers) if found[f"{index:04d}"] == found[f"base_{number[4]}"]]
