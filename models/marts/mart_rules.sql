{{ config(alias='rules') }}
-- One row per rule: what it says, its rank and class, its law.
select
    cast(rules.rule_id as string) as rule_id,
    cast(rules.rule_family as string) as rule_family,
    cast(rules.kind as string) as kind,
    cast(rules.severity as string) as severity,
    cast(rules.class as string) as class,
    cast(rules.tick as string) as tick,
    cast(rules.title_sv as string) as title_sv,
    cast(rules.title_en as string) as title_en,
    cast(rules.law as string) as law,
    cast(case when sources.code is null then rules.is_law_read end as boolean) as is_law_read,
    cast(rules.cause as string) as cause,
    cast(rules.needs_all_definitions as boolean) as needs_all_definitions,
    cast(rules.unproven_share as double) as unproven_share
from {{ ref('stg_rules') }} as rules
left join {{ ref('stg_names') }} as sources on rules.law = sources.code and sources.vocabulary = 'law'
