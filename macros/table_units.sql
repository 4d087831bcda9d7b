{# Per table and unit, how many figures of the statements its own figures are under that unit; a tie is worth the more, the finer
   it is against the amount, for a figure of two digits is soon met by chance. Reads figures and units. #}
{% macro table_ties(values_relation, condition) -%}
    select
        document_no,
        table_no,
        unit,
        count(*) as tie_count,
        sum(worth) as worth
    from (
        select
            figures.document_no,
            figures.table_no,
            units.unit,
            stated.value,
            max(least(
                1,
                stated.value / 100
                / {{ tie_tolerance("units.unit_size * case units.unit when 'kr' then figures.grain else 1 end", "stated.unit_size") }}
            )) as worth
        from figures
        inner join {{ ref('statement_units') }} as statement_units on figures.document_no = statement_units.document_no
        inner join units
            -- a figure in millions is a coincidence unless the document writes millions
            on units.unit in ('kr', 'tkr') or units.unit in (figures.printed_unit, statement_units.unit)
        inner join {{ values_relation }} as stated
            on
                figures.document_no = stated.document_no
                and figures.fiscal_year = stated.fiscal_year
                and abs(figures.size * units.unit_size - stated.value)
                <= {{ tie_tolerance("units.unit_size * case units.unit when 'kr' then figures.grain else 1 end", "stated.unit_size") }}
        where figures.size >= 10 and {{ condition }}
        group by figures.document_no, figures.table_no, units.unit, stated.value
    ) as met
    group by document_no, table_no, unit
{%- endmacro %}


{# The unit of tables by their ties and their size. A printed unit stands unless figures tie under another and hardly any under
   it; where its size is absurd beside the turnover one figure is enough. The ties go along: where the whole report is in another unit than
   it prints, they decide anew. Reads sizes, turnover, defaults and the relation of ties. #}
{% macro judged_units(ties, condition, defaults) -%}
    select
        document_no,
        table_no,
        statement,
        printed_unit,
        case
            when statement = 'narrative' then printed_unit
            when best_worth >= 1.5 and best_worth > 3 * printed_worth then best_unit
            when best_worth >= 0.3 and best_count >= 2 and printed_worth = 0 then best_unit
            when printed_worth > 1 then printed_unit
            -- one figure that ties may be a figure in error
            when best_worth >= 0.5 and printed_unit is null and (best_count >= 2 or best_unit <> coalesce(absurd_unit, '')) then best_unit
            -- size alone fills an empty unit; against a print it needs a figure that ties
            when printed_unit = absurd_unit and best_worth >= 0.5 and best_unit <> absurd_unit then best_unit
            when printed_unit is not null then printed_unit
            when absurd_unit = 'tkr' then 'kr'
            when absurd_unit = 'kr' then 'tkr'
            -- by size: the figures of a table lie within the turnover times twenty
            when size * 1000000 > turnover * 20 then coalesce(default_unit, 'tkr')
            else default_unit
        end as applied_unit,
        best_count as tie_count,
        best_unit,
        best_worth,
        printed_worth,
        grain
    from (
        select
            sizes.document_no,
            sizes.table_no,
            sizes.statement,
            sizes.printed_unit,
            sizes.size,
            sizes.grain,
            turnover.value as turnover,
            defaults.unit as default_unit,
            best.unit as best_unit,
            coalesce(best.tie_count, 0) as best_count,
            coalesce(best.worth, 0) as best_worth,
            coalesce(printed_ties.worth, 0) as printed_worth,
            -- the unit under which the figures would be out of all proportion to the turnover
            case
                when sizes.size * 1000 > turnover.value * 20 then 'tkr'
                when
                    sizes.size < turnover.value / 50
                    and sizes.size * 1000 between turnover.value / 20 and turnover.value * 20
                    and sizes.statement in (
                        'balance_sheet', 'cash_flow', 'operating_account', 'note_income', 'note_costs', 'cost_by_purpose',
                        'multi_year_overview', 'contributions_overview', 'budget_plan'
                    )
                    then 'kr'
            end as absurd_unit
        from sizes
        left join {{ defaults }} as defaults on sizes.document_no = defaults.document_no
        left join (
            select
                document_no,
                table_no,
                max_by(unit, worth * 10 + case unit when 'kr' then 0.02 when 'tkr' then 0.01 else 0 end) as unit,
                max_by(tie_count, worth * 10 + case unit when 'kr' then 0.02 when 'tkr' then 0.01 else 0 end) as tie_count,
                max(worth) as worth
            from {{ ties }}
            group by document_no, table_no
        ) as best on sizes.document_no = best.document_no and sizes.table_no = best.table_no
        left join {{ ties }} as printed_ties
            on
                sizes.document_no = printed_ties.document_no
                and sizes.table_no = printed_ties.table_no
                and sizes.printed_unit = printed_ties.unit
        left join turnover on sizes.document_no = turnover.document_no
        where {{ condition }}
    ) as weighed
{%- endmacro %}
