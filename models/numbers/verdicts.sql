-- What a board's words say of a goal, once for each wording and each direction that a goal may have. docs/words.md tells how they are read.
with texts as (
    select distinct text_value
    from {{ ref('numbers') }}
    where text_value is not null
),

-- words between single spaces; # is any number, | ends a clause
plain as (
    select
        text_value,
        {{ words_and_clauses("text_value") }} as words_text
    from texts
),

words as (
    select
        plain.text_value,
        plain.words_text,
        places.n as place,
        split_part(plain.words_text, ' ', places.n) as word,
        coalesce(
            sum(length(split_part(plain.words_text, ' ', places.n)) + 1) over (
                partition by plain.text_value order by places.n rows between unbounded preceding and 1 preceding
            ), 0
        ) + 1 as first_letter
    from plain
    inner join ({{ integer_rows(1, longest_verdict()) }}) as places on split_part(plain.words_text, ' ', places.n) <> ''
),

found as (
    select
        words.text_value,
        words.place,
        meant.phrase,
        meant.says,
        meant.beside_pattern,
        words.place + meant.word_count - 1 as last_place,
        dense_rank() over (
            partition by words.text_value, words.place order by meant.word_count desc, length(meant.phrase) desc, meant.phrase asc
        ) as choice
    from words
    inner join {{ ref('stg_verdict_words') }} as meant
        on substr(words.words_text, cast(words.first_letter as integer)) || ' ' like meant.pattern
),

-- of phrases that share a word the one that begins first, then the longest
reached as (
    select
        *,
        max(last_place) over (
            partition by text_value order by place range between unbounded preceding and 1 preceding
        ) as reached_place
    from found
    where choice = 1
),

chosen as (
    select *
    from reached
    where coalesce(reached_place, 0) < place
),

breaks as (
    select
        words.text_value,
        words.place,
        words.word,
        cast(sum(case when chosen.says = 'break' then 1 else 0 end) over (
            partition by words.text_value order by words.place rows between unbounded preceding and current row
        ) as integer) as clause_no
    from words
    left join (
        select distinct
            text_value,
            place,
            says
        from chosen
        where says = 'break'
    ) as chosen on words.text_value = chosen.text_value and words.place = chosen.place
),

-- a phrase with a companion counts only where that stands in the same clause
told as (
    select distinct
        chosen.text_value,
        breaks.clause_no,
        chosen.place,
        chosen.says
    from chosen
    inner join breaks on chosen.text_value = breaks.text_value and chosen.place = breaks.place
    inner join breaks as companions
        on
            breaks.text_value = companions.text_value
            and breaks.clause_no = companions.clause_no
            and companions.word || ' ' like chosen.beside_pattern
),

directions as (
    select '>=' as operator
    union all
    select '<=' as operator
    union all
    select '=' as operator
    union all
    select 'between' as operator
    -- a goal that nobody defined
    union all
    select 'none' as operator
),

clauses as (
    select
        told.text_value,
        directions.operator,
        told.clause_no,
        bool_or(told.says = 'negation') as is_negated,
        bool_or(
            told.says = 'met'
            or told.says in ('beyond', 'above') and directions.operator = '>='
            or told.says = 'below' and directions.operator = '<='
        ) as has_met,
        bool_or(
            told.says = 'not_met'
            or told.says in ('short', 'below') and directions.operator = '>='
            or told.says = 'above' and directions.operator = '<='
        ) as has_missed,
        bool_or(
            told.says in ('partly', 'undecided')
            or told.says in ('beyond', 'short') and directions.operator <> '>='
            or told.says in ('above', 'below') and directions.operator in ('=', 'between', 'none')
        ) as has_doubt,
        bool_or(told.says = 'yes') as has_yes,
        bool_or(told.says = 'no') as has_no
    from told
    cross join directions
    group by told.text_value, directions.operator, told.clause_no
),

-- a negation turns what is met; what is missed and then denied is left open; yes and no stand by themselves
judged as (
    select
        text_value,
        operator,
        bool_or(has_yes or has_met and not is_negated) as says_met,
        bool_or(has_no or has_met and is_negated or has_missed and not is_negated) as says_missed,
        bool_or(has_doubt or has_met and has_missed or has_missed and is_negated) as says_both
    from clauses
    group by text_value, operator
)

select
    cast(plain.text_value as string) as text_value,
    cast(directions.operator as string) as operator,
    cast(
        case
            -- running text is no verdict
            when split_part(plain.words_text, ' ', {{ longest_verdict() + 1 }}) <> '' then null
            when judged.says_both or judged.says_met and judged.says_missed then null
            when judged.says_met then true
            when judged.says_missed then false
        end as boolean
    ) as says_met
from plain
cross join directions
left join judged on plain.text_value = judged.text_value and directions.operator = judged.operator
