"""What a printed number is marked with: wrong, possibly wrong, in a deviating relation, or its ticks."""

from collections.abc import Mapping
from typing import Any

# The kinds that the numbers of a report fall into; every number is of one kind. A blank is no number, though a finding
# may say that a number is missing there.
KINDS = ("holds", "wrong", "candidate", "exception", "review", "untested")
SHOWN = (*KINDS, "blank", "missing")
COUNTS = """
    count(is_covered) as number_count,
    count(*) filter (is_covered) as tested_count,
    count(*) filter (mark = 'holds' and is_covered is not null) as holds,
    count(*) filter (mark = 'wrong' and is_covered is not null) as wrong,
    count(*) filter (mark = 'candidate' and is_covered is not null) as candidate,
    count(*) filter (mark = 'exception' and is_covered is not null) as exception,
    count(*) filter (mark = 'review' and is_covered is not null) as review,
    count(*) filter (mark = 'untested' and is_covered is not null) as untested,
    count(*) filter (ticks = 'blank') as blank,
    count(*) filter (mark = 'wrong' and ticks = 'blank') as missing
"""


def signs(number: Mapping[str, Any]) -> list[str]:
    """Return the codes that stand beside a number: its mark where it is wrong or may be, else its ticks.

    A candidate keeps the ticks of the relations that hold with it.
    """
    ticks = [tick for tick in (number["ticks"] or "").split(", ") if tick]
    if number["mark"] == "wrong":
        return ["wrong"]
    if number["mark"] == "candidate":
        return ["candidate", *(tick for tick in ticks if tick != "exception")]
    return ticks
