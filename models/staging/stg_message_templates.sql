-- The parts that the message of a finding is put together from, with a name in braces for each word or number that goes in.
select
    cast(template as string) as template,
    cast(text_sv as string) as text_sv,
    cast(text_en as string) as text_en
from {{ ref('message_templates') }}
