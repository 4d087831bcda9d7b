"""What a printed number is marked with: wrong, possibly wrong, in a deviating relation, or its ticks."""

from collections.abc import Mapping
from typing import Any

# The ledger says `exception` of every number of a deviating relation; only one of them need be wrong. The cell that a
# finding names is wrong; where nothing decides between several cells the others are candidates; the rest are fellows.
TABLE = """
create or replace temporary table number_marks as
with named as (
    select cell, min(finding_key) as finding_key from marts.findings group by cell
),
candidates as (
    select cell, list_sort(list(finding_key)) as candidate_of
    from (
        select distinct f.finding_key, c.cell
        from marts.findings as f inner join marts.finding_candidates as c using (finding_key)
        where f.certainty = 'unknown'
    ) group by cell
)
select p.document_id, p.source_line, p.column_no, p.number_no, named.finding_key,
    case when named.cell is null then candidates.candidate_of end as candidate_of,
    c.relation_count, c.is_covered, c.ticks, c.reason,
    case
        when named.cell is not null then 'wrong'
        when candidates.cell is not null then 'candidate'
        when c.ticks in ('exception', 'review', 'untested', 'blank') then c.ticks
        when c.ticks is not null then 'holds'
    end as mark
from marts.printed_numbers as p
left join marts.coverage_ledger as c using (document_id, source_line, column_no, number_no)
left join named on p.cell = named.cell
left join candidates on p.cell = candidates.cell
"""

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
