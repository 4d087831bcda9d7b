{# Subqueries `mended_parts` to `mended`: what holds once a finding is corrected, beside the relation that is told: how many relations, those of the
   same numbers once, and by what each of them is named: by the print that it holds against the finding's own, the strongest evidence first. That is a
   print of another table, then of another row, then of the own row; a check that has no other print than those told goes by its title. #}
{% macro mended_relations() -%}
mended_parts as (
    select
        relations.finding_key,
        relations.suggested_formula,
        results.relation_no,
        results.definition_no,
        results.rule_no,
        results.cell_no as total_no,
        told.cell_no as told_no
    from {{ ref('evidence_relations') }} as relations
    inner join {{ ref('finding_facts') }} as facts on relations.finding_key = facts.finding_key
    inner join {{ ref('results') }} as results on relations.relation_no = results.relation_no
    left join {{ ref('results') }} as told on facts.told_relation_no = told.relation_no
    left join {{ ref('evidence_relations') }} as same
        on
            relations.finding_key = same.finding_key
            and facts.told_relation_no = same.relation_no
            and relations.suggested_formula = same.suggested_formula
    where relations.role = 'mended' and relations.is_met_by_suggestion and same.relation_no is null
),

-- of a relation of two prints the other one
mended_terms as (
    select
        mended_parts.finding_key,
        mended_parts.relation_no,
        min(cells.cell_no) as term_no
    from mended_parts
    inner join {{ ref('relation_cells') }} as cells
        on mended_parts.relation_no = cells.relation_no and mended_parts.definition_no = cells.definition_no and cells.role <> 'total'
    group by mended_parts.finding_key, mended_parts.relation_no
    having count(*) = 1
),

mended_cells as (
    select
        mended_parts.*,
        facts.document_no,
        facts.table_no,
        facts.source_line,
        case
            when mended_parts.total_no = mended_parts.told_no and mended_parts.total_no <> coalesce(facts.cell_no, 0) then null
            when mended_parts.total_no <> coalesce(facts.cell_no, 0) then mended_parts.total_no
            when mended_terms.term_no <> coalesce(facts.other_no, 0) then mended_terms.term_no
        end as named_no
    from mended_parts
    inner join {{ ref('finding_facts') }} as facts on mended_parts.finding_key = facts.finding_key
    left join mended_terms on mended_parts.finding_key = mended_terms.finding_key and mended_parts.relation_no = mended_terms.relation_no
),

-- a sum of a few terms is told in numbers; of two prints of one amount there is nothing to add
mended_numbers as (
    select
        *,
        case
            when length(suggested_formula) <= 60 and suggested_formula not like '0 %' and suggested_formula not like '% + 0 %' and suggested_formula not like '% − 0 %'
                then nullif({{ first_match("suggested_formula", "^([^/]* [+−] [^/]*)$", 1) }}, '')
        end as numbers
    from mended_cells
),

-- a row of a year is named once wherever its statement prints it, a column of the own row as well, and one of the checks that have no other print
mended_rows as (
    select
        cells.finding_key,
        cells.suggested_formula,
        cells.numbers,
        cells.rule_no,
        cells.named_no,
        case
            when named.cell_no is null then 'own'
            when named.table_no = cells.table_no and named.document_no = cells.document_no and named.source_line = cells.source_line
                then 'c' || cast(named.cell_no as string)
            else
                cast(named.document_no as string) || '/' || named.statement || '/' || lower(coalesce(named.label, named.line_item, '')) || '/'
                || coalesce(named.period, '')
        end as place_key,
        case
            when named.cell_no is null then 30000000
            when named.table_no <> cells.table_no or named.document_no <> cells.document_no then 0
            when named.source_line <> cells.source_line then 10000000
            else 20000000
        end
        + case
            -- how a ratio bears an amount out takes longer to follow than any sum
            when cells.suggested_formula like '%/%' then 40000000
            when cells.suggested_formula like '% + %' or cells.suggested_formula like '% − %' then 0
            else 1000000
        end + cells.rule_no as order_no
    from mended_numbers as cells
    left join {{ ref('addressed_numbers') }} as named on cells.named_no = named.cell_no
    left join {{ ref('corrections') }} as changes on cells.named_no = changes.cell_no
    -- what another finding corrects, or what is not printed, bears nothing out as it stands
    where (cells.named_no is null and cells.numbers is not null) or (named.value_kind <> 'blank' and (changes.cell_no is null or changes.amount = named.amount))
),

mended_firsts as (
    select *
    from mended_rows
    -- a check without a print of its own says nothing that a reader can look up: it is told where there is no other
    qualify
        row_number() over (partition by finding_key, place_key order by order_no, coalesce(named_no, 0), suggested_formula) = 1
        and (named_no is not null or max(named_no) over (partition by finding_key) is null)
),

-- the first of equals by what it says: the engines would each choose another
mended_names as (
    select
        firsts.finding_key,
        firsts.named_no,
        rules.title_sv,
        rules.title_en,
        firsts.numbers,
        row_number() over (partition by firsts.finding_key order by firsts.order_no, firsts.place_key) as place_no,
        count(*) over (partition by firsts.finding_key) as name_count
    from mended_firsts as firsts
    inner join {{ ref('stg_rules') }} as rules on firsts.rule_no = rules.rule_no
),

mended as (
    select
        finding_key,
        count(distinct suggested_formula) as mended_count
    from mended_rows
    group by finding_key
)
{%- endmacro %}


{# Subqueries `mended_items` and `mended_texts`: the names of these checks one after another, at most two and one of them
   in numbers. Reads `mended_names`, `words` and `columned_prints`. #}
{% macro mended_texts() -%}
{%- set title = "case words.language when 'sv' then names.title_sv else names.title_en end" -%}
{#- within rounding of the sum the print stands behind it -#}
{%- set numbers = "replace(names.numbers, ' ≈ ', words.t_printed_close)" -%}
{%- set is_first_in_numbers = "names.place_no = min(case when names.numbers is not null then names.place_no end) over (partition by names.finding_key)" -%}
mended_items as (
    select
        names.finding_key,
        words.language,
        names.place_no,
        names.name_count,
        case
            when names.place_no = 1 then ''
            when names.place_no = names.name_count then words.t_and_last
            else ', '
        end
        || coalesce(
            prints.place_text,
            -- of a check its numbers say more than its name
            case
                when {{ is_first_in_numbers }} and {{ operators("names.title_sv") }} = {{ operators("names.numbers") }}
                    then {{ filled("words.t_computation", {"formula": numbers, "title": title}) }}
                -- a name of more terms than are added says what is not there
                when {{ is_first_in_numbers }} then {{ filled("words.t_in_figures", {"formula": numbers}) }}
            end,
            {{ filled("words.t_check_of", {"title": title}) }}
        )
        || case
            when prints.place_text is null then ''
            when {{ is_first_in_numbers }} then {{ filled("words.t_in_numbers", {"formula": numbers}) }}
            else {{ filled("words.t_in_numbers", {
                "formula": "prints.own_text || case when prints.is_close_to_suggestion then words.t_by_rounding else '' end"
            }) }}
        end as item_text,
        case
            when names.name_count = 3 then words.t_and_one_more
            when names.name_count > 3 then {{ filled("words.t_and_more", {"count": "cast(names.name_count - 2 as string)"}) }}
            else ''
        end as more_text
    from mended_names as names
    cross join words
    left join columned_prints as prints
        on
            names.finding_key = prints.finding_key and words.language = prints.language
            and prints.part = 'mended' and names.place_no = prints.term_no
    where names.place_no <= 2
),

mended_texts as (
    select
        finding_key,
        language,
        {{ ordered_text("item_text", "place_no", "") }} || min(more_text) as mended_text
    from mended_items
    group by finding_key, language
)
{%- endmacro %}


{# How many terms a text adds or subtracts beside the first. #}
{% macro operators(text) -%}
    (length({{ text }}) - length(replace(replace({{ text }}, ' + ', '  '), ' − ', '  ')))
{%- endmacro %}


{# What bears a suggestion out, after the relation in a message. Reads the columns of `spoken` in finding_messages. #}
{% macro mended_in_words() -%}
case
    -- a row that is not printed is told with what it lacks in every column
    when mended_count is null or cause = 'row_not_printed' then ''
    else coalesce({{ filled("case when cause = 'printed_twice' then t_without_makes else t_change_makes end", {"names": "mended_text"}) }}, '')
end
{%- endmacro %}
