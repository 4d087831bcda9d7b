-- One row per finding, the cell to change: facts, words, whether it is trivial, whether a person has acknowledged it. The gate tests this
-- table.
select
    cast(facts.finding_key as string) as finding_key,
    cast(facts.association_id as string) as association_id,
    cast(facts.document_id as string) as document_id,
    cast(facts.fiscal_year as integer) as fiscal_year,
    cast(facts.class as string) as class,
    cast(facts.severity as string) as severity,
    cast(facts.finding_key as string) as cell,
    cast(facts.table_no as integer) as table_no,
    cast(facts.source_line as string) as source_line,
    cast({{ line_order("facts.source_line") }} as bigint) as line_order,
    cast(facts.column_no as integer) as column_no,
    cast(facts.number_no as integer) as number_no,
    cast(facts.statement as string) as statement,
    cast(facts.label as string) as label,
    cast(facts.line_item as string) as line_item,
    cast(facts.member as string) as member,
    cast(facts.measure as string) as measure,
    cast(facts.period as string) as period,
    cast(facts.set_no as integer) as set_no,
    cast(facts.printed_amount as decimal(18, 2)) as printed_amount,
    cast(facts.suggested_amount as decimal(18, 2)) as suggested_amount,
    cast(facts.printed_amount - facts.suggested_amount as decimal(18, 2)) as difference,
    cast(facts.cause as string) as cause,
    cast(facts.certainty as string) as certainty,
    cast(effects.is_clearly_trivial as boolean) as is_clearly_trivial,
    cast(known.finding_key is not null as boolean) as is_acknowledged,
    cast(known.kind || ': ' || known.reason as string) as acknowledgement,
    cast(messages.message_sv as string) as message_sv,
    cast(messages.message_en as string) as message_en
from {{ ref('finding_facts') }} as facts
inner join {{ ref('misstatement_effects') }} as effects on facts.finding_key = effects.finding_key
inner join {{ ref('finding_messages') }} as messages on facts.finding_key = messages.finding_key
left join {{ ref('acknowledged') }} as known on facts.finding_key = known.finding_key
