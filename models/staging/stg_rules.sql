-- The rules, with the number that stands for each inside this build.
select
    cast(rule_id as string) as rule_id,
    cast(row_number() over (order by rule_id) as integer) as rule_no,
    cast(rule_family as string) as rule_family,
    cast(kind as string) as kind,
    cast(severity as string) as severity,
    cast(class as string) as class,
    cast(tick as string) as tick,
    cast(title_sv as string) as title_sv,
    cast(title_en as string) as title_en,
    cast(law as string) as law,
    cast(law_read as boolean) as is_law_read,
    cast(nullif(cause, '') as string) as cause,
    cast(needs_all_definitions as boolean) as needs_all_definitions,
    cast(unproven_share as double) as unproven_share,
    cast(guidance.problem_sv as string) as problem_sv,
    cast(guidance.problem_en as string) as problem_en,
    cast(guidance.fix_sv as string) as fix_sv,
    cast(guidance.fix_en as string) as fix_en
from {{ ref('rules') }} as rules
left join {{ ref('rule_guidance') }} as guidance on rules.guidance = guidance.guidance
