{{ config(alias='names') }}
-- What every code of the marts is called in both languages.
select
    cast(vocabulary as string) as vocabulary,
    cast(code as string) as code,
    cast(name_sv as string) as name_sv,
    cast(name_en as string) as name_en
from {{ ref('stg_names') }}
