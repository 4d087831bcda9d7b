{#
    The sign of shares of a difference, and of those of a base below nothing, is a convention: that of the quotient, of the difference
    alone, of what it is worth, or none is printed. It is asked for where all other such shares of the column follow one, three at least.

    quotients: the cells of shares, one row per cell above or below the line.
    Gives one row per share whose quotient may be turned: total_no, turn (1, -1).
#}
{%- macro turned_shares(quotients) -%}
    {%- set conventions = ["above * below", "above", "-above * below", "-above", "1"] %}
    with signs as (
        select
            total_no,
            document_no,
            table_no,
            total_place,
            cast(sign(min(share)) as integer) as shown,
            cast(sign(sum(case role when 'numerator' then weight * sign_factor * amount else 0 end)) as integer) as above,
            cast(sign(sum(case role when 'denominator' then weight * sign_factor * amount else 0 end)) as integer) as below
        from {{ quotients }}
        where rule_id = 'TB-006' and not is_gap
        group by total_no, document_no, table_no, total_place
        having
            count(case when role = 'numerator' and measure like '%deviation' then 1 end) > 0
            or count(case role when 'numerator' then 1 end) > 1
            or sum(case role when 'denominator' then weight * sign_factor * amount else 0 end) < 0
    ),

    followed as (
        select
            *,
            {%- for convention in conventions %}
                sum(case when shown = {{ convention }} then 1 else 0 end) over (partition by document_no, table_no, total_place) as follow_{{ loop.index }},
            {%- endfor %}
            count(*) over (partition by document_no, table_no, total_place) as share_count
        from signs
        where shown * above * below <> 0
    )

    select
        total_no,
        above * below * case
            when
                share_count < 4
                or greatest({% for convention in conventions %}follow_{{ loop.index }}{{ ", " if not loop.last }}{% endfor %}) = share_count
                then shown
            {%- for convention in conventions %}
                when follow_{{ loop.index }} = share_count - 1 and shown <> {{ convention }} then {{ convention }}
            {%- endfor %}
            else shown
        end as turn
    from followed
{%- endmacro %}
