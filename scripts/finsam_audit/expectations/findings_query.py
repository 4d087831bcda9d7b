"""Findings of rules that are no arithmetic of the accounts: dates, sections, units, signs, missing totals."""


def compile_findings(families: list[str]) -> str:
    """Return the query of the checks of some rule families; its rows are those of `query.compile_rule`.

    Args:
        families: rule ids, as `FN-010`.

    """
    listed = ", ".join(f"'{family}'" for family in families)
    return f"""
with explained as (
    select evidence.relation_id, bool_and(findings.is_acknowledged) as is_acknowledged,
        string_agg(distinct findings.acknowledgement, '; ' order by findings.acknowledgement) as acknowledgement,
        string_agg(distinct findings.finding_key, ', ' order by findings.finding_key) as finding_keys
    from marts.finding_relations as evidence inner join marts.findings as findings
        on evidence.finding_key = findings.finding_key
    where evidence.role <> 'bears_out' group by all
)
select results.association_id, results.document_id, results.fiscal_year, results.statement, results.label,
    results.line_item, results.member, results.measure, results.source_line, results.cell,
    results.formula as printed_text,
    results.printed_amount as printed, results.computed_amount as computed, results.difference, results.rounding_bound,
    case results.state when 'deviation' then 'deviates' when 'not_evaluated' then 'not_verifiable'
        when 'not_applicable' then 'not_verifiable' when 'undecided' then 'undecided' else 'holds' end as verdict,
    '[]' as terms, coalesce(explained.is_acknowledged, false) as is_acknowledged, explained.acknowledgement,
    explained.finding_keys
from marts.check_results as results left join explained on results.relation_id = explained.relation_id
where results.rule_id in ({listed})
order by results.document_id, results.cell
"""
