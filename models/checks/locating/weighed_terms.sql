-- How a change of a suspect cell moves each of its relations: by its coefficient, or through numerator and denominator.
select
    terms.relation_id,
    terms.variant,
    terms.cell,
    bool_or(terms.role = 'total') as is_total,
    cast(sum(
        case
            when terms.role = 'total' then 1
            when relations.kind = 'ratio' then 0
            else -terms.weight
        end
    ) as double) as coefficient,
    cast(sum(case when relations.kind = 'ratio' and terms.role not in ('total', 'denominator') then terms.weight else 0 end) as double)
        as numerator_weight,
    cast(sum(case when relations.kind = 'ratio' and terms.role = 'denominator' then terms.weight else 0 end) as double)
        as denominator_weight
from {{ ref('candidate_terms') }} as terms
inner join {{ ref('weighed_relations') }} as relations
    on terms.relation_id = relations.relation_id and terms.variant = relations.variant
group by terms.relation_id, terms.variant, terms.cell
union all
select
    missing.relation_id,
    missing.variant,
    missing.cell,
    false as is_total,
    cast(-1 as double) as coefficient,
    cast(0 as double) as numerator_weight,
    cast(0 as double) as denominator_weight
from {{ ref('missing_terms') }} as missing
inner join {{ ref('weighed_relations') }} as relations
    on missing.relation_id = relations.relation_id and missing.variant = relations.variant
