{{ config(enabled=(var('input_relations') | length == 0)) }}
-- Fails on: what the seeds hold more, less or other than the committed inventory. `finsam inventory` prints what changed and takes it anew.
with found as (
    {%- for owner, names in owned_seeds().items() %}
    {%- for name in names %}
    {{ seed_counts(ref(name), owner, name) }}
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for name in var('line_item_seeds') %}
    {{ seed_counts(ref(name), 'document_id', 'line_items', ['printed']) }}
    union all
    select
        'kind' as scope,
        document_id as owner,
        statement || '/' || line_item || '/' || measure as name,
        count(*) as counted,
        '' as fingerprint
    from {{ ref(name) }}
    group by document_id, statement || '/' || line_item || '/' || measure
    union all
    {%- endfor %}
    -- the numbers of a table as the models read them: none is lost on the way
    select
        'table' as scope,
        document_id as owner,
        cast(table_no as string) as name,
        count(*) as counted,
        '' as fingerprint
    from {{ ref('stg_line_items') }}
    group by document_id, cast(table_no as string)
    union all
    select
        'rule' as scope,
        'project' as owner,
        rule_id as name,
        sum(is_term) as counted,
        {{ fingerprint('row_text') }} as fingerprint
    from (
        select rule_id, 0 as is_term, {{ row_text(ref('rules')) }} as row_text from {{ ref('rules') }}
        union all
        select rule_id, 1 as is_term, {{ row_text(ref('rule_terms')) }} as row_text from {{ ref('rule_terms') }}
    ) as rows_of_rules
    group by rule_id
    {{ test_counts() }}
),

held as (
    -- suites and settings are no tables: `finsam build` holds them
    select * from {{ ref('inventory') }}
    where scope not in ('suite', 'settings')
)

select
    coalesce(held.scope, found.scope) as scope,
    coalesce(held.owner, found.owner) as owner,
    coalesce(held.name, found.name) as name,
    held.counted as counted_in_inventory,
    found.counted as counted_now
from held
full outer join found on held.scope = found.scope and held.owner = found.owner and held.name = found.name
where
    held.counted is distinct from found.counted
    or coalesce(held.fingerprint, '') <> coalesce(found.fingerprint, '')
