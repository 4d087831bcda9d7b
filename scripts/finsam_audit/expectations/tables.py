"""The tables' own structure as SQL: what the trees of rows and columns say, on the marts that hold them.

It reads `marts.printed_numbers`, `marts.table_rows`, `marts.table_columns` and, of inferred trees,
`marts.table_terms` and `marts.untested_sums`: no rule names a line item here. Weights of the trees are in the signs as
printed. A (sub)total that is printed under another sign convention than the rows of its column (`total_sign` differs
from `sign`) counts with the opposite sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from finsam_audit.expectations.evaluation import COLUMNS, IS_GAP, NO_RIVALS, NONE_ABSENT, compile_evaluation
from finsam_audit.rules.catalogue import TABLES

# of two numbers of one measure and year in a cell neither is known to be meant
CELLS = f"""
create temp table table_facts as
with numbers as (
    select printed.*, {IS_GAP.format(cells="printed")},
        printed.sign_factor * case when coalesce(line.role in ('subtotal', 'total'), printed.is_total)
            and heading.total_sign <> heading.sign then -1 else 1 end as side,
        coalesce(line.role, 'detail') as row_role, line.parent_line as row_parent, line.deviation_side,
        line.closing_line,
        heading.is_judged, heading.column_before,
        heading.measure as heading_measure, heading.parent_column, heading.base_column, heading.weight as column_weight,
        count(*) over (partition by printed.document_id, printed.table_no, printed.source_line, printed.column_no,
            printed.measure, printed.fiscal_year) as namesakes,
        count(*) over (partition by printed.document_id, printed.table_no, printed.source_line, printed.column_no,
            printed.measure) as namesakes_of_any_year
    from marts.printed_numbers as printed
    left join marts.table_rows as line on printed.document_id = line.document_id
        and printed.table_no = line.table_no and printed.source_line = line.source_line
    left join marts.table_columns as heading on printed.document_id = heading.document_id
        and printed.table_no = heading.table_no and printed.column_no = heading.column_no
    where printed.value_kind in ('number', 'dash', 'blank') and printed.fiscal_year is not null
        and printed.measure not in ('note_number', 'date', 'verdict', 'target')
),
-- empty cells: of the rows that add into the same total the column prints none
blocks as (
    select *, is_gap and count(*) over block > 1 and count(*) filter (where not is_gap) over block = 0 as is_unsaid
    from numbers
    window block as (partition by document_id, table_no, row_parent, column_no, measure, fiscal_year)
)
select * from blocks where namesakes = 1;
create temp table adding as
    select document_id, table_no, source_line, parent_line, weight from marts.table_rows
    where role in ('detail', 'subtotal', 'total') and parent_line is not null;
-- a tree that was given says of each column what it adds into; of one that was inferred a column may be in several sums
create temp table across as
    select document_id, table_no, parent_column as total_column, column_no as term_column, weight
    from marts.table_columns where not is_inferred and parent_column is not null
    union all
    select document_id, table_no, total_column, term_column, weight
    from marts.table_terms where axis = 'column' and role = 'term';
"""


# every row that adds into a row, or below one that does
BELOW = """
below as (
    select document_id, table_no, parent_line as total_line, parent_line as next_line, source_line, weight from adding
    union
    select above.document_id, above.table_no, above.total_line, adding.parent_line, adding.source_line,
        (above.weight * adding.weight)::integer
    from below as above inner join adding on above.document_id = adding.document_id
        and above.table_no = adding.table_no and above.source_line = adding.parent_line
)"""

NEAR = """
pairs as (
    select document_id, table_no, parent_line as total_line, source_line, weight from adding
)"""

FAR = """
details as (
    select * from below where not exists (
        select 1 from adding where adding.document_id = below.document_id and adding.table_no = below.table_no
            and adding.parent_line = below.source_line
    )
),
pairs as (
    select * from details
    qualify bool_or(next_line <> total_line) over (partition by document_id, table_no, total_line)
)"""

ROW_TERMS = """
terms as (
    select total.cell as total_cell, total.side as total_side, part.cell, part.side,
        case when total.is_judged then 1 else pairs.weight end as weight, 'term' as role
    from pairs
    inner join facts as total on pairs.document_id = total.document_id and pairs.table_no = total.table_no
        and pairs.total_line = total.source_line and total.measure not in ('share', 'ratio', 'consumed')
    inner join facts as part on pairs.document_id = part.document_id and pairs.table_no = part.table_no
        and pairs.source_line = part.source_line and total.column_no = part.column_no
        and total.measure = part.measure and total.fiscal_year = part.fiscal_year
    -- a difference that a row leaves out is not zero, a column may give totals alone, or neither all rows nor their
    -- total: there nothing is added up
    qualify not bool_or(part.is_unsaid) over (partition by total.cell)
        and (
            (total.measure not like '%deviation' and not total.is_gap)
            or count(*) filter (where not part.is_gap) over (partition by total.cell) = (
                select count(*) from pairs as each where each.document_id = total.document_id
                    and each.table_no = total.table_no and each.total_line = total.source_line
            )
        )
)"""

# two cells of a row are about the same year, or each is the only number of its measure in its cell: a change between
# two years compares columns of both
SAME_YEAR = (
    "(total.fiscal_year = part.fiscal_year or (total.namesakes_of_any_year = 1 and part.namesakes_of_any_year = 1))"
)

COLUMN_TERMS = """
terms as (
    select total.cell as total_cell, total.side as total_side, part.cell, part.side,
        across.weight * case when total.is_judged then coalesce(total.deviation_side, 1) else 1 end as weight,
        'term' as role
    from across
    inner join facts as part on across.document_id = part.document_id and across.table_no = part.table_no
        and across.term_column = part.column_no
    inner join facts as total on part.document_id = total.document_id and part.table_no = total.table_no
        and part.source_line = total.source_line and across.total_column = total.column_no and {same_year}
    where part.measure = part.heading_measure and total.measure = total.heading_measure
        and {negated}total.measure in ('deviation', 'income_deviation', 'cost_deviation', 'net_deviation')
)"""

# a share of the table's total row, or of the only sum that prints a hundred per cent: as given, or inferred
SHARE_TERMS = (
    """
roots as (
    select document_id, table_no, min(source_line) as source_line from marts.table_rows
    where role = 'total' and parent_line is null group by all having count(*) = 1
),
wholes as (
    select document_id, table_no, min(source_line) as source_line from facts
    where measure = 'share' and row_role in ('subtotal', 'total') and value_kind = 'number' and amount = 100
    group by all having min(source_line) = max(source_line)
),
bases as (
    select document_id, table_no, coalesce(wholes.source_line, roots.source_line) as source_line,
        coalesce(wholes.source_line <> roots.source_line, false) as is_of_part
    from roots left join wholes using (document_id, table_no)
),"""
    + BELOW
    + """,
sides as (
    select document_id, table_no, column_no as total_column, base_column as term_column, 1 as weight, place.role,
        place.role = 'denominator' as is_of_root
    from marts.table_columns cross join (values ('numerator'), ('denominator')) as place (role)
    where not is_inferred and base_column <> column_no
    union all
    select document_id, table_no, total_column, term_column, weight, role, is_of_root
    from marts.table_terms where axis = 'column' and role <> 'term'
),
kinds as (
    select document_id, table_no, total_column, bool_or(is_of_root) as is_of_root from sides group by all
),
quotient_terms as (
    select total.cell as total_cell, part.cell, part.side, sides.weight, sides.role, part.amount, part.measure,
        {of_total}, total.column_no::varchar as line_of_shares
    from sides inner join kinds on sides.document_id = kinds.document_id and sides.table_no = kinds.table_no
        and sides.total_column = kinds.total_column and {negated}kinds.is_of_root
    inner join facts as total on sides.document_id = total.document_id and sides.table_no = total.table_no
        and sides.total_column = total.column_no and total.measure = total.heading_measure
        and total.measure in ('share', 'ratio', 'consumed') and (total.value_kind = 'number' or total.is_gap)
    left join bases on total.document_id = bases.document_id and total.table_no = bases.table_no
    inner join facts as part on total.document_id = part.document_id and total.table_no = part.table_no
        and sides.term_column = part.column_no and part.measure = part.heading_measure and {same_year}
        and part.source_line = case when sides.is_of_root then bases.source_line else total.source_line end
        and part.measure not in ('share', 'ratio', 'consumed')
    where not kinds.is_of_root or not coalesce(bases.is_of_part, false) or total.source_line = bases.source_line
        or exists (
            select 1 from below where below.document_id = total.document_id and below.table_no = total.table_no
                and below.total_line = bases.source_line and below.source_line = total.source_line
        )
)"""
)

ROW_SHARE_TERMS = """
quotient_terms as (
    select total.cell as total_cell, part.cell, part.side, quotient.weight, quotient.role, part.amount, part.measure,
        {of_total}, total.source_line as line_of_shares
    from marts.table_terms as quotient
    inner join facts as total on quotient.document_id = total.document_id and quotient.table_no = total.table_no
        and quotient.total_line = total.source_line and total.measure in ('share', 'ratio', 'consumed')
    inner join facts as part on total.document_id = part.document_id and total.table_no = part.table_no
        and total.column_no = part.column_no and quotient.term_line = part.source_line and {same_year}
        and part.measure not in ('share', 'ratio', 'consumed')
    where quotient.axis = 'row' and (total.value_kind = 'number' or total.is_gap)
)"""

OF_TOTAL = (
    "total.document_id, total.table_no, total.row_role, total.is_gap, total.amount as share,"
    " total.row_parent as parent_line"
)

# the sign of a share of a difference, and of a base below nothing, is a convention; it is asked for where all others of
# the column follow one
TURNS = """
changes as (
    select total_cell, document_id, table_no, line_of_shares, sign(any_value(share)) as shown,
        sign(sum(weight * side * amount) filter (where role = 'numerator')) as above,
        sign(sum(weight * side * amount) filter (where role = 'denominator')) as below
    from quotient_terms where not is_gap group by all
    having bool_or(role = 'numerator' and measure like '%deviation') or count(*) filter (where role = 'numerator') > 1
        or sum(weight * side * amount) filter (where role = 'denominator') < 0
),
conventions as (
    select changes.*, wanted.place, wanted.meant,
        count(*) filter (where shown = wanted.meant) over of_column as followers, count(*) over of_column as shares
    from changes cross join lateral (
        values (1, above * below), (2, above), (3, -above * below), (4, -above), (5, 1)
    ) as wanted (place, meant)
    where shown * above * below <> 0
    window of_column as (partition by document_id, table_no, line_of_shares, wanted.place)
),
turns as (
    select total_cell, above * below * coalesce(
        case when max(shares) > 3 and max(followers) < max(shares)
            then arg_min(meant, place) filter (where followers = shares - 1 and shown <> meant) end, shown
    ) as turn
    from conventions group by total_cell, above, below, shown
)"""
NO_TURNS = "turns as (select null as total_cell, 1 as turn where false)"

# an empty share is asked for where it alone of its column or row, on rows of its role and total, is not printed, and
# could be computed
ASKED_SHARES = """
lone_gaps as (
    select document_id, table_no, line_of_shares, row_role, parent_line from (
        select total_cell, document_id, table_no, line_of_shares, row_role, parent_line, is_gap from quotient_terms
        group by all having min(abs(coalesce(amount, 0))) > 0
    ) group by all having count(*) filter (where is_gap) = 1 and count(*) filter (where not is_gap) >= 2
),
terms as (
    select total_cell, 1 as total_side, cell, side,
        weight * case when role = 'numerator' then coalesce(turn, 1) else 1 end as weight, role
    from quotient_terms left join turns using (total_cell)
    where not is_gap or exists (
        select 1 from lone_gaps where lone_gaps.document_id = quotient_terms.document_id
            and lone_gaps.table_no = quotient_terms.table_no
            and lone_gaps.line_of_shares = quotient_terms.line_of_shares
            and lone_gaps.row_role = quotient_terms.row_role
            and lone_gaps.parent_line is not distinct from quotient_terms.parent_line
    )
)"""

OPENING_TERMS = """
terms as (
    select total.cell as total_cell, total.side as total_side, part.cell, part.side, 1 as weight, 'term' as role
    from facts as total
    inner join facts as part on total.document_id = part.document_id and total.table_no = part.table_no
        and total.closing_line = part.source_line and total.column_before = part.column_no
    where total.measure = total.heading_measure and part.measure = part.heading_measure
)"""

# what a suite writes -> the trees that it means
TREES = {
    "row = rows_that_add_into_it": (NEAR, ROW_TERMS),
    "row = details_below_it": (BELOW, FAR, ROW_TERMS),
    "column = columns_that_add_into_it": (COLUMN_TERMS.format(same_year=SAME_YEAR, negated="not "),),
    "deviation_column = columns_that_it_compares": (COLUMN_TERMS.format(same_year=SAME_YEAR, negated=""),),
    "share_column = same_row / total_row": (
        SHARE_TERMS.format(same_year=SAME_YEAR, negated="", of_total=OF_TOTAL),
        NO_TURNS,
        ASKED_SHARES,
    ),
    "share_column = same_row / same_row": (
        SHARE_TERMS.format(same_year=SAME_YEAR, negated="not ", of_total=OF_TOTAL),
        TURNS,
        ASKED_SHARES,
    ),
    "share_row = row / row": (
        ROW_SHARE_TERMS.format(same_year=SAME_YEAR, of_total=OF_TOTAL),
        NO_TURNS,
        ASKED_SHARES,
    ),
    "opening_row = closing_row_of_the_year_before": (OPENING_TERMS,),
}

# the sums that an inferred tree does not bear, as untested_sums calls them
UNTESTED = {
    "row = rows_that_add_into_it": "rows",
    "row = details_below_it": "details",
    "column = columns_that_add_into_it": "columns",
    "deviation_column = columns_that_it_compares": "columns",
    "opening_row = closing_row_of_the_year_before": "openings",
}

TERMS = """(
with recursive {trees}
select '{holds}' as holds, terms.total_cell, case terms.role when 'denominator' then 2 else 1 end as term_no,
    terms.role, (terms.weight * terms.side * terms.total_side)::integer as weight, part.cell,
    part.label, part.source_line, part.printed,
    case when part.is_gap then 0 else part.amount end as amount, part.half_width, part.centre_shift
from terms inner join facts as part on terms.cell = part.cell
inner join facts as total on terms.total_cell = total.cell
where (part.value_kind in ('number', 'dash') or part.is_gap) and not exists (
    select 1 from marts.untested_sums as untested where untested.document_id = total.document_id
        and untested.table_no = total.table_no and untested.source_line = total.source_line
        and untested.column_no = total.column_no and untested.sum_kind = '{sum_kind}'
)
)"""


AXES = {
    "row = rows_that_add_into_it": "row",
    "row = details_below_it": "row",
    "column = columns_that_add_into_it": "column",
    "deviation_column = columns_that_it_compares": "column",
}
SUMS = """
create temp table table_sums as
with summed as (
    select found.total_cell, found.cell, axes.axis, found.holds = 'row = rows_that_add_into_it' as is_near,
        total.document_id, total.table_no, total.source_line,
        total.amount = sum(found.weight * found.amount) over whole
        or abs(total.amount + total.centre_shift - sum(found.weight * (found.amount + found.centre_shift)) over whole)
        <= total.half_width + sum(abs(found.weight) * found.half_width) over whole as holds,
        min(found.weight) over whole as least_weight,
        count(nullif(found.amount, 0)) over whole as part_count
    from table_found as found inner join (values {axes}) as axes (holds, axis) on found.holds = axes.holds
    inner join table_facts as total on found.total_cell = total.cell
    window whole as (partition by found.holds, found.total_cell)
)
-- a row beside zeros is printed again, not added up: a sum has two amounts at least, in one column of its row
select total_cell, cell, axis, is_near, holds, least_weight > 0 and part_count > 1 or least_weight > 0 and axis = 'row'
    and max(part_count) filter (where axis = 'row') over (partition by document_id, table_no, source_line) > 1
    as is_plain
from summed;
"""


@dataclass(frozen=True)
class AskedOfTables:
    """A rule of the tables' structure.

    Attributes:
        rule_id: id in the rule catalogue.
        holds: the sentence, a key of TREES.

    """

    rule_id: str
    holds: str

    @property
    def likeness(self) -> tuple[str]:
        """Return what rules share that one query evaluates."""
        return (TABLES[self.holds],)


def compile_tables(asked: Sequence[AskedOfTables]) -> str:
    """Return the query of rules of the tables' structure; its rows are those of `evaluation.compile_evaluation`.

    Args:
        asked: rules of one `AskedOfTables.likeness`, at least one.

    It reads the tables of `prepared_tables`.

    """
    rules = ", ".join(f"('{rule.rule_id}', '{rule.holds}')" for rule in asked)
    tables = f"""
found as (
    select rules.rule_id, 1 as definition, false as is_required, said.* exclude (holds)
    from table_found as said inner join (values {rules}) as rules (rule_id, holds) on said.holds = rules.holds
),
totals as (
    select whole.rule_id, 1 as definition, 0 as required_count, 0 as only_constants, 0 as constant, {COLUMNS}
    from (select distinct rule_id, total_cell from found) as whole
    inner join table_facts on whole.total_cell = table_facts.cell
),
absent as ({NONE_ABSENT}),
rivals as ({NO_RIVALS})"""
    return compile_evaluation(TABLES[asked[0].holds], tables)


def prepared_tables() -> str:
    """Return the statements that a connection runs once before the queries of rules: what the tables say.

    They make the cells of the tables (`table_facts`), the trees (`adding`, `across`), the terms of every kind of total
    that a table has (`table_found`), and `table_sums`, what the tables add up by themselves. Its rows: total, a cell
    that adds into it, along which axis, whether it is of its own rows, whether that sum holds, and whether it has two
    amounts at least and takes nothing away.

    """
    terms = " union all ".join(
        TERMS.format(
            trees=",".join(("facts as (from table_facts)", *trees)), holds=holds, sum_kind=UNTESTED.get(holds, "shares")
        )
        for holds, trees in TREES.items()
    )
    axes = ", ".join(f"('{holds}', '{axis}')" for holds, axis in AXES.items())
    return f"{CELLS}create temp table table_found as {terms};{SUMS.format(axes=axes)}"
