-- Checks of what is no sum of cells: goals and verdicts, dates, required parts, tables as wholes, sign conventions, headings, totals of nothing. Where no
-- number stands the place has a number of its own behind those of the document's cells.
with unioned as (
    {%- set no_line, no_goal = 'cast(null as string) as source_line', 'cast(null as string) as goal_id' %}
    {%- for model, line, goal in [
        ('goal_checks', no_line, 'goal_id'), ('date_checks', no_line, no_goal), ('section_checks', 'source_line', no_goal),
        ('table_checks', 'source_line', no_goal), ('sign_checks', 'source_line', no_goal), ('line_checks', 'source_line', no_goal),
        ('statement_checks', 'source_line', no_goal), ('heading_checks', 'source_line', no_goal), ('total_checks', 'source_line', no_goal)
    ] %}
        select
            rule_id,
            document_no,
            cell_no,
            {{ goal }},
            statement,
            label,
            line_item,
            member,
            measure,
            fiscal_year,
            cast(printed_amount as decimal(18, 2)) as printed_amount,
            cast(computed_amount as decimal(18, 2)) as computed_amount,
            cast(rounding_bound as decimal(18, 6)) as rounding_bound,
            state,
            reason,
            left_text,
            operator,
            right_text,
            remark,
            cause,
            {{ line }}
        from {{ ref(model) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

keyed as (
    select
        unioned.*,
        documents.document_id || '/' || unioned.statement || '/' || unioned.line_item
        -- a goal has one verdict, whomever it is about
        || case when unioned.goal_id is null then coalesce('/' || unioned.member, '') else '' end
        || '/' || unioned.measure || '/' || cast(unioned.fiscal_year as string) as place_key
    from unioned
    inner join {{ ref('stg_documents') }} as documents on unioned.document_no = documents.document_no
),

numbered as (
    select
        keyed.*,
        {{ cell_no("document_no", "9000000 + dense_rank() over (partition by document_no order by place_key)") }} as place_no
    from keyed
)

select
    cast(coalesce(numbered.cell_no, numbered.place_no) * 1000 + rules.rule_no as bigint) as relation_no,
    rules.rule_no,
    cast(numbered.document_no as integer) as document_no,
    cast(numbered.cell_no as bigint) as cell_no,
    cast(case when numbered.cell_no is null then numbered.place_key end as string) as place_key,
    cast(numbered.goal_id as string) as goal_id,
    cast(numbered.statement as string) as statement,
    cast(numbered.label as string) as label,
    cast(numbered.line_item as string) as line_item,
    cast(numbered.member as string) as member,
    cast(numbered.measure as string) as measure,
    cast(numbered.fiscal_year as integer) as fiscal_year,
    numbered.printed_amount,
    numbered.computed_amount,
    numbered.rounding_bound,
    cast(numbered.state as string) as state,
    cast(numbered.reason as string) as reason,
    cast(numbered.left_text as string) as left_text,
    cast(numbered.operator as string) as operator,
    cast(numbered.right_text as string) as right_text,
    cast(numbered.remark as string) as remark,
    cast(
        numbered.left_text || ' ' || numbered.operator || ' ' || numbered.right_text
        || coalesce(case when numbered.goal_id is null then ' (' || numbered.remark || ')' else ': "' || numbered.remark || '"' end, '')
        as string
    ) as formula,
    cast(numbered.cause as string) as cause,
    cast(numbered.source_line as string) as source_line
from numbered
inner join {{ ref('stg_rules') }} as rules on numbered.rule_id = rules.rule_id
