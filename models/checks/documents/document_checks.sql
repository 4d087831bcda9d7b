-- Checks of what is no sum of cells: goals and verdicts, dates, required parts, tables as wholes, sign conventions.
with unioned as (
    {%- for model, line in [
        ('goal_checks', 'cast(null as string)'), ('date_checks', 'cast(null as string)'), ('section_checks', 'source_line'),
        ('table_checks', 'source_line'), ('sign_checks', 'source_line')
    ] %}
        select
            rule_id,
            document_id,
            fiscal_year,
            cell,
            statement,
            label,
            line_item,
            member,
            measure,
            cast(printed_amount as decimal(18, 2)) as printed_amount,
            cast(computed_amount as decimal(18, 2)) as computed_amount,
            cast(rounding_bound as decimal(18, 6)) as rounding_bound,
            state,
            reason,
            formula,
            cause,
            cast({{ line }} as string) as source_line
        from {{ ref(model) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select
    unioned.rule_id || ':' || unioned.cell as relation_id,
    unioned.*,
    documents.association_id
from unioned
inner join {{ input_relation('documents') }} as documents on unioned.document_id = documents.document_id
