-- The findings that a person has acknowledged, from the seed or from what `vars: input_relations` puts in its place.
{%- set relation = input_relation('acknowledged_findings') %}
select
    cast(finding_key as string) as finding_key,
    cast(coalesce(printed, '') as string) as printed,
    cast(coalesce(suggested, '') as string) as suggested,
    cast(coalesce(difference, '') as string) as difference,
    cast(kind as string) as kind,
    cast(reason as string) as reason,
    cast(acknowledged_on as string) as acknowledged_on,
    cast({{ optional_column(relation, 'reason_en') }} as string) as reason_en
from {{ relation }}
