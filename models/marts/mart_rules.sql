{{ config(alias='rules') }}
-- One row per rule: what it says, its rank and class, its law.
select
    cast(rule_id as string) as rule_id,
    cast(rule_family as string) as rule_family,
    cast(kind as string) as kind,
    cast(severity as string) as severity,
    cast(class as string) as class,
    cast(tick as string) as tick,
    cast(title_sv as string) as title_sv,
    cast(title_en as string) as title_en,
    cast(law as string) as law,
    cast(cause as string) as cause,
    cast(needs_all_definitions as boolean) as needs_all_definitions,
    cast(unproven_share as double) as unproven_share
from {{ ref('stg_rules') }}
