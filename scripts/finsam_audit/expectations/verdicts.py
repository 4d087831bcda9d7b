"""What a board's words say of its goals, read by regular expressions from the words that the models read by joins."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from finsam_audit.project.paths import project_root

NUMBER, END = r"[0-9]+(?:[ .,][0-9]+)*", r"[,.;!?()/\[\]]| - "
WORDS = rf"{NUMBER}|\p{{L}}+|{END}|\p{{So}}"
"""Numbers, words, what ends a clause, and signs such as a tick."""
LONGEST = 60
"""Words of a verdict; what is longer is running text."""


class Phrase(NamedTuple):
    """A row of the seed as regular expressions over words that each have a space on both sides."""

    pattern: str
    beside: str
    says: str
    length: tuple[int, int]


def pattern_of(phrase: str) -> str:
    """Return a phrase as a regular expression; a last star is any rest of the word."""
    words = (re.escape(word).replace(r"\*", "[^ ]*").replace(r"\#", "#") for word in phrase.split(" "))
    return " " + "  ".join(words) + " "


@cache
def phrases(root: Path) -> tuple[Phrase, ...]:
    """Return the phrases of the project's seed, the longest first."""
    with (root / "seeds/reference/verdict_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Phrase(
                pattern_of(row["phrase"]),
                pattern_of(row["beside"]),
                row["says"],
                (row["phrase"].count(" ") + 1, len(row["phrase"])),
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: (*(-part for part in row.length), row.pattern, row.beside)))


def quoted(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def compile_verdicts() -> str:
    """Return the query of what each goal's verdict says: goal_id and says_met, no row where it says nothing."""
    known = phrases(project_root())
    breaks = "|".join(dict.fromkeys(row.pattern for row in known if row.says == "break"))
    found = "|".join(dict.fromkeys(row.pattern for row in known if row.says != "break"))
    values = ", ".join(
        f"({quoted(row.pattern)}, {quoted(row.beside)}, '{row.says}', {n})" for n, row in enumerate(known)
    )
    return f"""
select goal_id, case when bool_and(reading = 1) then true when bool_and(reading = -1) then false end as says_met
from (
    select goal_id, clause_no, unnest([
        case when bool_or(says = 0) or min(says) <> max(says) then 0
            when not bool_or(is_negation) then max(says)
            when max(says) = 1 then -1 when max(says) = -1 then 0 end,
        max(answer), min(answer)]) as reading
    from (
        select goal_id, clause_no, is_negation, case says when 'yes' then 1 when 'no' then -1 end as answer, case
            when says in ('met', 'not_met') then case says when 'met' then 1 else -1 end
            when says in ('negation', 'nothing', 'yes', 'no') then null
            when says in ('partly', 'undecided') or operator in ('=', 'between') then 0
            when operator = '>=' then case when says in ('beyond', 'above') then 1 else -1 end
            when operator = '<=' and says in ('above', 'below') then case says when 'below' then 1 else -1 end
            else 0 end as says
        from (
            select hits.*, known.says, known.says = 'negation' as is_negation,
                first(known.pattern) over (partition by goal_id, clause_no, hit order by known.place) as first_pattern,
                known.pattern, regexp_matches(clause, known.beside) as is_beside
            from (
                select *, unnest(regexp_extract_all(clause, {quoted(found)})) as hit
                from (
                    select goal_id, operator, unnest(clauses) as clause, generate_subscripts(clauses, 1) as clause_no
                    from (
                        select goal_id, operator, string_split_regex(
                            ' ' || array_to_string(spoken, '  ') || ' ', {quoted(breaks)}) as clauses
                        from (
                            select goal_id, operator, list_transform(
                                regexp_extract_all(lower(printed_verdict), {quoted(WORDS)}), lambda word: case
                                    when regexp_full_match(word, {quoted(NUMBER)}) then '#'
                                    when regexp_full_match(word, {quoted(END)}) then '|' else word end) as spoken
                            from marts.goals where printed_verdict is not null
                        ) where len(spoken) <= {LONGEST}
                    )
                )
            ) as hits
            inner join (values {values}) as known (pattern, beside, says, place)
                on regexp_full_match(hits.hit, known.pattern)
        ) where pattern = first_pattern and is_beside
    )
    group by goal_id, clause_no
)
where reading is not null
group by goal_id"""
