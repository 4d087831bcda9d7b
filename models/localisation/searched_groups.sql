{%- set whole = "cast(cast(cast(%s as decimal(28, 6)) * 100 as bigint) as string)" -%}
-- The search. Every association with something open as one text (priors, cells, lookalikes, relations, and the lines that may lie between
-- two scopes; docs/search_text.md describes it), and the likeliest edits under which all of it holds.
with priors as (
    select {{ ordered_text("'\"' || name || '\":' || cast(value as string)", "name", ",") }} as priors_text
    from {{ ref('stg_locating_priors') }}
),

cells as (
    select
        association_no,
        {{ ordered_text(
            "'[' || cast(cell_no as string) || ',' || case when value_kind = 'blank' then 'null' else " ~ whole % "amount" ~ " end"
            ~ " || ',' || cast(sign_factor as string) || ',' || cast(unit_size * 100 as string) || ',' || " ~ whole % "step"
            ~ " || ',\"' || number_kind || '\",' || cast(document_no as string) || ',' || cast(table_no as string)"
            ~ " || ',' || cast(line_order as string) || ',' || cast(column_no as string) || ',' || cast(remoteness as string)"
            ~ " || ',' || cast(coalesce(fiscal_year, document_year) - document_year as string)"
            ~ " || ',\"' || case when is_total then 't' else '' end || case when is_approximate then 'a' else '' end"
            ~ " || case when remoteness = 0 then 'f' else '' end || '\",' || coalesce(" ~ whole % "known_amount" ~ ", 'null')"
            ~ " || ',' || cast(outside_count as string) || ',' || coalesce(" ~ whole % "usual_step" ~ ", 'null')"
            ~ " || coalesce(',' || " ~ whole % "known_print" ~ " || ',' || " ~ whole % "known_elsewhere_amount" ~ ", '') || ']'",
            "cell_no", ","
        ) }} as cells_text
    from {{ ref('open_cells') }}
    group by association_no
),

lookalikes as (
    select
        association_no,
        {{ ordered_text(
            "'[' || cast(cell_no as string) || ',\"' || what || '\",' || " ~ whole % "amount" ~ " || ',' || cast(other_no as string) || ']'",
            "cast(cell_no as string) || what || cast(other_no as string)", ","
        ) }} as lookalikes_text
    from {{ ref('lookalikes') }}
    group by association_no
),

terms as (
    select
        relation_no,
        definition_no,
        {{ ordered_text(
            "'[' || cast(cell_no as string) || ',\"' || side || '\",' || cast(weight as string) || ']'", "cell_no", ","
        ) }} as terms_text
    from {{ ref('open_terms') }}
    group by relation_no, definition_no
),

asked as (
    select distinct
        association_no,
        relation_no,
        kind,
        severity,
        deviates,
        is_footing
    from {{ ref('open_terms') }}
),

-- a definition that the association is seen to use comes before the others
uses as (
    select
        cells.association_no,
        evaluations.definition_no,
        count(*) as use_count
    from {{ ref('evaluations') }} as evaluations
    inner join {{ ref('amounts') }} as cells on evaluations.cell_no = cells.cell_no
    inner join (select distinct association_no from asked) as searched on cells.association_no = searched.association_no
    where evaluations.is_chosen and evaluations.state in ('exact', 'rounding')
    group by cells.association_no, evaluations.definition_no
),

definitions as (
    select
        relations.association_no,
        relations.relation_no,
        {{ ordered_text(
            "'[' || cast(evaluations.definition as string) || ',' || cast(coalesce(uses.use_count, 0) as string) || ',' || cast(cast((meant.constant - case evaluations.kind when 'ratio' then 0 else evaluations.centre_shift end) * 100 as bigint) as string)"
            ~ " || ',' || cast(cast(case when relations.deviates and evaluations.is_unproven then evaluations.unproven_bound else evaluations.rounding_bound + coalesce(totals.usual_step / 2 - totals.half_width, 0) end as double) * 100 as string)"
            ~ " || ',[' || terms.terms_text || ']]'",
            "evaluations.definition_no", ","
        ) }} as definitions_text
    from asked as relations
    inner join {{ ref('evaluations') }} as evaluations
        on relations.relation_no = evaluations.relation_no and evaluations.is_evaluated
    inner join {{ ref('definitions') }} as meant on evaluations.definition_no = meant.definition_no
    inner join terms on evaluations.relation_no = terms.relation_no and evaluations.definition_no = terms.definition_no
    -- what should stand there is rounded as the shares beside it are
    left join {{ ref('open_cells') }} as totals on evaluations.cell_no = totals.cell_no and relations.deviates and relations.kind = 'ratio'
    left join uses
        on relations.association_no = uses.association_no and evaluations.definition_no = uses.definition_no
    group by relations.association_no, relations.relation_no
),

relations as (
    select
        relations.association_no,
        {{ ordered_text(
            "'[' || cast(relations.relation_no as string) || ',\"' || relations.kind || '\",\"' || substr(relations.severity, 1, 1)"
            ~ " || '\",' || case when relations.deviates then '1' else '0' end || ',' || case when relations.is_footing then '1' else '0' end"
            ~ " || ',[' || definitions.definitions_text || ']]'",
            "relations.relation_no", ","
        ) }} as relations_text
    from asked as relations
    inner join definitions on relations.relation_no = definitions.relation_no
    group by relations.association_no
),

documents_touched as (
    select distinct
        association_no,
        document_no
    from {{ ref('open_cells') }}
),

lines as (
    select
        touched.association_no,
        {{ ordered_text(
            "'[' || cast(cells.cell_no as string) || ',' || cast(cells.document_no as string) || ',' || cast(cells.fiscal_year - cells.document_year as string)"
            ~ " || ',' || " ~ whole % "cells.amount" ~ " || ',' || case when cells.is_total then '1' else '0' end || ',\"' || case kinds.statement when 'income_statement' then 'i' else 'b' end || '\"]'",
            "cells.cell_no", ","
        ) }} as lines_text
    from documents_touched as touched
    inner join {{ ref('amounts') }} as cells on touched.document_no = cells.document_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    where
        kinds.statement in ('income_statement', 'balance_sheet') and kinds.measure = 'actual'
        and cells.print_no = 1 and cells.amount <> 0 and cells.fiscal_year is not null
    group by touched.association_no
),

texts as (
    select
        relations.association_no,
        '{"priors":{' || priors.priors_text || '},"cells":[' || cells.cells_text || '],"lookalikes":['
        || coalesce(lookalikes.lookalikes_text, '') || '],"relations":[' || relations.relations_text || '],"lines":['
        || coalesce(lines.lines_text, '') || ']}' as group_text
    from relations
    inner join cells on relations.association_no = cells.association_no
    inner join priors on true
    left join lookalikes on relations.association_no = lookalikes.association_no
    left join lines on relations.association_no = lines.association_no
)

select
    cast(association_no as integer) as association_no,
    cast(group_text as string) as group_text,
    cast(locate_group(group_text) as string) as answer
from texts
