-- What every code is called in both languages, and every law by its abbreviation.
select
    cast(vocabulary as string) as vocabulary,
    cast(code as string) as code,
    cast(coalesce(name_sv, '') as string) as name_sv,
    cast(coalesce(name_en, '') as string) as name_en
from {{ ref('code_names') }}
union all
select
    'law_in_full' as vocabulary,
    cast(law as string) as code,
    cast(name_sv as string) as name_sv,
    cast(name_en as string) as name_en
from {{ ref('laws') }}
