-- One row per cell to change. No model depends on this mart: the audit gate is a test on it and must skip nothing.
select * from {{ ref('located_findings') }}
