-- What every code is called in both languages.
select
    cast(vocabulary as string) as vocabulary,
    cast(code as string) as code,
    cast(coalesce(name_sv, '') as string) as name_sv,
    cast(coalesce(name_en, '') as string) as name_en
from {{ ref('code_names') }}
