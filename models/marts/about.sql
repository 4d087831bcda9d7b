-- What this database is. Publishing fills in version, commit and digest: what a build reads can still change under it.
select
    cast({{ var('schema_version') }} as integer) as schema_version,
    cast(null as string) as version,
    cast('uncommitted' as string) as commit_id,
    cast(null as string) as input_digest,
    cast(null as string) as inputs_committed_at
