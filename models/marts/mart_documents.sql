{{ config(alias='documents') }}
-- One row per document that was read: where it comes from, how many of its numbers are tested, what was found, how many goals are met.
with numbers as (
    select
        document_no,
        count(is_covered) as number_count,
        count(*) filter (where is_covered) as tested_count
    from {{ ref('ledger') }}
    group by document_no
),

found as (
    select
        facts.document_no,
        count(*) as finding_count,
        count(known.finding_key) as acknowledged_count
    from {{ ref('finding_facts') }} as facts
    left join {{ ref('acknowledged') }} as known on facts.finding_key = known.finding_key
    group by facts.document_no
),

goals as (
    select
        document_no,
        count(*) as goal_count,
        count(is_met) as judged_count,
        count(*) filter (where is_met) as met_count
    from {{ ref('goal_outcomes') }}
    group by document_no
)

select
    cast(documents.document_id as string) as document_id,
    cast(documents.association_id as string) as association_id,
    cast(associations.name as string) as association_name,
    cast(documents.document_kind as string) as document_kind,
    cast(documents.fiscal_year as integer) as fiscal_year,
    cast(documents.source_file as string) as source_file,
    cast(documents.sha256 as string) as sha256,
    cast(coalesce(numbers.number_count, 0) as integer) as number_count,
    cast(coalesce(numbers.tested_count, 0) as integer) as tested_count,
    cast(coalesce(found.finding_count, 0) as integer) as finding_count,
    cast(coalesce(found.acknowledged_count, 0) as integer) as acknowledged_count,
    cast(coalesce(found.finding_count, 0) - coalesce(found.acknowledged_count, 0) as integer) as open_count,
    cast(coalesce(goals.goal_count, 0) as integer) as goal_count,
    cast(coalesce(goals.judged_count, 0) as integer) as judged_count,
    cast(coalesce(goals.met_count, 0) as integer) as met_count
from {{ ref('stg_documents') }} as documents
left join {{ ref('stg_associations') }} as associations on documents.association_id = associations.association_id
left join numbers on documents.document_no = numbers.document_no
left join found on documents.document_no = found.document_no
left join goals on documents.document_no = goals.document_no
