"""What the figures of a relation are counted in, in the codes of the mart misstatements."""

# An amount is SEK, a share is told in percent and its difference in percentage points; a heading's unit is a factor.
TABLE = """
create or replace temporary table relation_units as
select r.relation_id,
    case rules.kind
        when 'unit' then 'factor'
        when 'date' then 'days'
        when 'sign' then 'relations'
        when 'section' then null
        else case
            coalesce(
                case when r.statement = 'goals' and coalesce(total.applied_unit, 'text') = 'text' then goals.unit end,
                nullif(total.applied_unit, 'text'),
                case r.measure when 'share' then 'percent' when 'ratio' then 'ratio' when 'count' then 'count' end,
                'kr'
            )
            when 'kr' then 'kr' when 'tkr' then 'kr' when 'mkr' then 'kr'
            when 'percent' then 'percentage_points'
            when 'ratio' then 'ratio'
            when 'date' then 'days'
            when 'count' then
                case when r.statement = 'participants' or goals.kind = 'participants' then 'persons' else 'count' end
        end
    end as unit
from marts.check_results as r
left join raw.rules as rules using (rule_id)
left join marts.printed_numbers as total on r.cell = total.cell
left join marts.goals as goals
    on r.document_id = goals.document_id and r.line_item = goals.goal and r.statement in ('goals', 'participants')
"""

# The units of headings by what they multiply with.
PRINTED_UNITS = {1: "kr", 1000: "tkr", 1000000: "mkr"}
