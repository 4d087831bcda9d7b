{# How a print is read: one grammar for the models and for the check of the seeds (scripts/finsam_audit/prints.py). Nearly every print is
   bare digits and goes no further than the first pattern; each other text is taken apart once, however often it stands. What the
   grammar does not know is refused, never guessed. #}


{# The digits of a number: whole thousands behind one kind of separator, or none; a comma before decimals, at most six. #}
{% macro number_pattern(separators) -%}
    (?:
    {%- for separator in separators -%}
        [1-9][0-9]{0,2}(?:[{{ separator }}][0-9]{3})+|
    {%- endfor -%}
    [0-9]+)(?:,[0-9]{1,6})?
{%- endmacro %}


{# The most digits before the comma: in millions of kronor nine are a tenth of what an amount holds, so that a table can still be added
   up. #}
{% macro most_digits() -%}
    case when printed_unit = 'mkr' then 9 else 12 end
{%- endmacro %}


{# A number and nothing else. #}
{% macro bare_pattern() -%}
    ^([-+]? ?{{ number_pattern([" "]) }})$
{%- endmacro %}


{# Whether a text is bare digits with a comma that may be one of thousands as well: up to three digits, or groups of them, before it and
   three after it. #}
{% macro has_doubtful_comma(text) -%}
    case
        when {{ text }} like '%,___' then {{ first_match(text, "^[-+]? ?([1-9][0-9]{0,2}(?:[ .][0-9]{3})*,[0-9]{3})$") }} <> ''
        else false
    end
{%- endmacro %}


{# A text without the full stops of its abbreviations. #}
{% macro full_stops_gone(text) -%}
    case when {{ first_match(text, "([a-z])") }} <> '' then replace({{ text }}, '.', '') else {{ text }} end
{%- endmacro %}


{# Steps of a query, the last of them `read_prints`: the rows of `prints` (printed, reading, measure, printed_unit) with what each was read
   as. `reading` is what a person takes a print for that cannot be read. `value_kind` is unread where nothing was read that must be. #}
{% macro reading_steps(prints, approximations, number_words, print_words, months) -%}
{%- set usual_signs = [("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2212", "-"), ("\u2013", "-")] -%}
{%- set taken_apart = "^([^0-9]*?)([-+(]?) ?(" ~ number_pattern([" ", ".", "\'\'"]) ~ ")([^0-9]*)$" -%}
{%- set date_shapes = [
    ("year_first", "^[^0-9]*([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})[^0-9]*$", (1, 2, 3)),
    ("unbroken", "^[^0-9]*([0-9]{4})([0-9]{2})([0-9]{2})[^0-9]*$", (1, 2, 3)),
    ("day_first", "^[^0-9]*([0-9]{1,2})[-/.]([0-9]{1,2})[-/. ]([0-9]{4})[^0-9]*$", (3, 2, 1)),
] -%}
texts_read as (
    select
        *,
        coalesce(nullif(reading, ''), printed) as text_read
    from {{ prints }}
),

-- what most reports print beside digits is made plain by itself: all the signs of Unicode take ten times as long
half_plain as (
    select
        *,
        {% for sign in usual_signs %}replace({% endfor %}text_read{% for sign, plain in usual_signs %}, '{{ sign }}', '{{ plain }}'){% endfor %} as half_plain_text
    from texts_read
),

looked_at as (
    select
        *,
        {{ first_match("half_plain_text", bare_pattern()) }} <> '' as is_plain
    from half_plain
),

normalised as (
    select
        *,
        case when is_plain then half_plain_text else trim({{ plain_signs_and_spaces("text_read") }}) end as plain_text
    from looked_at
),

sorted as (
    select
        *,
        case when is_plain then true else {{ first_match("plain_text", bare_pattern()) }} <> '' end as is_bare,
        case when is_plain then false else plain_text <> '' and replace(replace(plain_text, '-', ''), ' ', '') = '' end as is_dash,
        -- a person reads what cannot be read, never another number than the one that stands there
        case
            when coalesce(reading, '') = '' then false
            else
                {{ first_match("trim(" ~ plain_signs_and_spaces("printed") ~ ")", bare_pattern()) }} <> ''
                and not {{ has_doubtful_comma("trim(" ~ plain_signs_and_spaces("printed") ~ ")") }}
        end as is_overruled
    from normalised
),

odd_texts as (
    select distinct
        plain_text,
        lower({{ replace_all("plain_text", "[ ]+", " ") }}) as clean_text
    from sorted
    where not is_bare and not is_dash and plain_text <> '' and measure not in ('date', 'verdict')
),

-- a word for a number stands as its digits, where the text has no other number
spelt as (
    select
        texts.plain_text,
        min(replace(' ' || texts.clean_text || ' ', ' ' || words.word || ' ', ' ' || cast(words.value as string) || ' ')) as clean_text
    from odd_texts as texts
    inner join {{ number_words }} as words on ' ' || texts.clean_text || ' ' like '% ' || words.word || ' %'
    where {{ first_match("texts.clean_text", "([0-9])") }} = ''
    group by texts.plain_text
    having count(*) = 1
),

odd_parts as (
    select
        texts.plain_text,
        trim({{ full_stops_gone(first_match("coalesce(spelt.clean_text, texts.clean_text)", taken_apart, 1)) }}) as before_text,
        {{ first_match("coalesce(spelt.clean_text, texts.clean_text)", taken_apart, 2) }} as sign_text,
        {{ first_match("coalesce(spelt.clean_text, texts.clean_text)", taken_apart, 3) }} as number_text,
        trim({{ first_match("coalesce(spelt.clean_text, texts.clean_text)", taken_apart, 4) }}) as rest_text
    from odd_texts as texts
    left join spelt on texts.plain_text = spelt.plain_text
),

-- what closes the parentheses of an amount goes; elsewhere asterisks, a remark in parentheses and the full stop of an abbreviation
odd_pieces as (
    select
        plain_text,
        before_text,
        sign_text,
        number_text,
        case
            when sign_text <> '(' then
                trim({{ replace_all(full_stops_gone("rest_text"), "[(][^()]*[a-z][^()]*[)]$|[*]+$", "") }})
            when rest_text like '%)%' and rest_text not like '%)%)%' then trim(replace(rest_text, ')', ''))
            -- open parentheses: nothing is called that
            else '('
        end as after_text
    from odd_parts
    where number_text <> ''
),

-- what may stand before a number: words that make it approximate, minus, and the unit, each or none
lead_ends as (
    select
        '' as words,
        false as is_minus
    union all
    select
        words,
        says = 'minus' as is_minus
    from {{ print_words }}
    where says in ('minus', 'kr', 'tkr', 'mkr')
    union all
    select
        signs.words || ' ' || units.words as words,
        true as is_minus
    from {{ print_words }} as signs
    cross join {{ print_words }} as units
    where signs.says = 'minus' and units.says in ('kr', 'tkr', 'mkr')
),

cut_leads as (
    select
        texts.before_text,
        ends.words,
        ends.is_minus,
        trim(substr(texts.before_text, 1, cast(length(texts.before_text) - length(ends.words) as integer))) as rest_text
    from (
        select distinct before_text
        from odd_pieces
    ) as texts
    inner join lead_ends as ends on ends.words = '' or ' ' || texts.before_text like '% ' || ends.words
),

leads as (
    select
        cut_leads.before_text,
        cut_leads.is_minus,
        about.lower_share,
        about.upper_share
    from cut_leads
    left join {{ approximations }} as about on ' ' || cut_leads.rest_text like '% ' || about.words
    where cut_leads.rest_text = '' or about.words is not null
    qualify row_number() over (
        partition by cut_leads.before_text
        order by length(cut_leads.words) desc, length(about.words) desc nulls last, cut_leads.words asc, about.words asc nulls last
    ) = 1
),

-- what may stand after it: its unit, then a word of judgement, each or none
unit_words as (
    select
        '' as words,
        '' as says
    union all
    select
        words,
        says
    from {{ print_words }}
    where says not in ('minus', 'remark')
),

cut_tails as (
    select
        texts.after_text,
        units.words,
        units.says,
        trim(substr(texts.after_text, cast(length(units.words) + 1 as integer))) as rest_text
    from (
        select distinct after_text
        from odd_pieces
    ) as texts
    inner join unit_words as units on substr(texts.after_text, 1, cast(length(units.words) as integer)) = units.words
),

tails as (
    select
        cut_tails.after_text,
        cut_tails.says
    from cut_tails
    left join {{ print_words }} as remarks on remarks.says = 'remark' and cut_tails.rest_text = remarks.words
    where cut_tails.rest_text = '' or remarks.words is not null
    qualify row_number() over (partition by cut_tails.after_text order by length(cut_tails.words) desc, cut_tails.words asc) = 1
),

odd_numbers as (
    select
        pieces.plain_text,
        replace(replace(replace(pieces.number_text, ' ', ''), '.', ''), '''', '') as digits,
        {{ has_doubtful_comma("pieces.number_text") }} as has_doubtful_comma,
        pieces.sign_text = '(' as is_bracketed,
        pieces.sign_text = '-' or leads.is_minus as is_minus,
        tails.says,
        leads.lower_share,
        leads.upper_share
    from odd_pieces as pieces
    inner join leads on pieces.before_text = leads.before_text
    inner join tails on pieces.after_text = tails.after_text
    -- two signs of one number
    where not (pieces.sign_text <> '' and leads.is_minus) and not (pieces.sign_text = '(' and leads.lower_share is not null)
),

date_texts as (
    select distinct
        plain_text,
        lower(plain_text) as clean_text
    from sorted
    where measure = 'date' and not is_dash and plain_text <> ''
),

month_days as (
    select
        texts.plain_text,
        {{ first_match("texts.clean_text", "^[^0-9]*([0-9]{1,2})(?: |[.] ?|:[ae] )?[^0-9 .,:]+[.,]? [0-9]{4}[^0-9]*$") }} as day_text,
        months.month,
        {{ first_match("texts.clean_text", "([0-9]{4})[^0-9]*$") }} as year_text
    from date_texts as texts
    inner join {{ months }} as months
        on months.word = {{ first_match("texts.clean_text", "^[^0-9]*[0-9]{1,2}(?: |[.] ?|:[ae] )?([^0-9 .,:]+)[.,]? [0-9]{4}[^0-9]*$") }}
),

date_parts as (
    {%- for name, shape, places in date_shapes %}
    select
        plain_text,
        {{ first_match("clean_text", shape, places[0]) }} as year_text,
        {{ first_match("clean_text", shape, places[1]) }} as month_text,
        {{ first_match("clean_text", shape, places[2]) }} as day_text
    from date_texts
    where {{ first_match("clean_text", shape, 1) }} <> ''
    union all
    {%- endfor %}
    select
        plain_text,
        year_text,
        cast(month as string) as month_text,
        day_text
    from month_days
),

dates as (
    select
        plain_text,
        max(try_cast(year_text || '-' || lpad(month_text, 2, '0') || '-' || lpad(day_text, 2, '0') as date)) as date_value
    from date_parts
    group by plain_text
),

valued as (
    select
        sorted.*,
        odd.says,
        odd.lower_share,
        odd.upper_share,
        dates.date_value,
        case when sorted.is_bare then replace(sorted.plain_text, ' ', '') else odd.digits end as digits,
        odd.is_bracketed,
        coalesce(odd.is_minus, false) as is_minus,
        case
            when sorted.measure in ('share', 'ratio') or sorted.printed_unit in ('mkr', 'percent') then false
            when sorted.is_bare then {{ has_doubtful_comma("sorted.plain_text") }}
            else odd.has_doubtful_comma and odd.says not in ('mkr', 'percent')
        end as has_doubtful_comma
    from sorted
    left join odd_numbers as odd
        on not sorted.is_bare and sorted.measure not in ('date', 'verdict') and sorted.plain_text = odd.plain_text
    left join dates on sorted.measure = 'date' and sorted.plain_text = dates.plain_text
),

signed as (
    select
        *,
        case
            when measure in ('date', 'verdict') or has_doubtful_comma or is_overruled then null
            when is_dash then 0
            -- a count in parentheses and a change in percent may be either
            when is_bracketed and (measure = 'count' or says = 'percent' and measure not in ('share', 'ratio')) then null
            -- beyond ten thousand percent a sign of percent stands beside another number
            when says = 'percent' and length(split_part(digits, ',', 1)) > 4 then null
            when length(split_part(digits, ',', 1)) > {{ most_digits() }} then null
            else
                try_cast(replace(digits, ',', '.') as decimal(18, 6))
                * case when is_minus or is_bracketed and says <> 'percent' then -1 else 1 end
        end as read_value
    from valued
),

read_prints as (
    select
        *,
        cast(
            case
                when plain_text = '' then 'blank'
                when measure = 'verdict' then 'text'
                when measure = 'note_number' then 'reference'
                when measure = 'date' and (is_dash or date_value is not null) then 'date'
                when measure = 'date' then 'unread'
                when is_overruled then 'unread'
                when is_dash then 'dash'
                when read_value is null then 'unread'
                else 'number'
            end as string
        ) as value_kind
    from signed
)
{%- endmacro %}


{# Why a row of `read_prints` was not read and what to write; empty where it was. What can be read in two ways is told with both. #}
{% macro refusal() -%}
    {%- set digits = replace_all("plain_text", "[^0-9]", "") -%}
    {%- set whole_digits = replace_all("split_part(plain_text, ',', 1)", "[^0-9]", "") -%}
    case
        when value_kind <> 'unread' then ''
        when is_overruled then 'stands beside a print that can be read; leave it empty'
        else
            case
                when measure = 'date' then 'is no date; write the one that is meant as 2026-06-13'
                when length({{ whole_digits }}) > {{ most_digits() }} then 'has more digits than an amount can have; write the number that is meant'
                when {{ first_match("plain_text", "^([0-9][0-9 ]*-)$") }} <> ''
                    then 'can be read as -' || {{ digits }} || ' or as ' || {{ digits }} || '; write which'
                when has_doubtful_comma or {{ first_match("plain_text", "^([-+]? ?[0-9]{1,3}(?:,[0-9]{3})+)$") }} <> ''
                    then 'can be read as ' || {{ digits }} || ' or as a number with decimals; write which'
                when {{ first_match("plain_text", "^([-+]? ?[0-9]+[.][0-9]+)$") }} <> ''
                    then 'can be read as ' || replace(plain_text, '.', ',') || ' or as ' || {{ digits }} || '; write which'
                when {{ first_match("plain_text", "^([-+]? ?[0-9]+(?: +[0-9]+)+)$") }} <> ''
                    then 'can be read as ' || {{ digits }} || ' or as ' || {{ replace_all("plain_text", " +", " and ") }} || '; write which'
                else 'is no number, dash or blank; compare it with the source and write the number that is meant'
            end
            || case when coalesce(reading, '') = '' then ', in column reading where the source prints it so' else '' end
    end
{%- endmacro %}
