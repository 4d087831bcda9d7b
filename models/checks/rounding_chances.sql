-- Irwin-Hall: the chance that k independent roundings add up to at least x, for every pair (k, x) that occurs.
-- P(|U1 + ... + Uk| >= x) = 2 * sum over j of (-1)^j * (k/2 - x - j)^k / (j! * (k - j)!), for 0 <= j < k/2 - x
with pairs as (
    select distinct
        rounded_count,
        excess
    from {{ ref('relation_sums') }}
    where excess > 0 and rounded_count between 1 and 60
),

factorials as (
    {{ factorials(60) }}
),

terms as (
    select
        pairs.rounded_count,
        pairs.excess,
        case when j.n % 2 = 0 then 1 else -1 end
        * power(cast(pairs.rounded_count as double) / 2 - cast(pairs.excess as double) - j.n, pairs.rounded_count)
        / (j.value * rest.value) as part
    from pairs
    inner join factorials as j on j.n < cast(pairs.rounded_count as double) / 2 - cast(pairs.excess as double)
    inner join factorials as rest on rest.n = pairs.rounded_count - j.n
)

select
    cast(rounded_count as bigint) as rounded_count,
    cast(excess as decimal(18, 6)) as excess,
    cast(2 * sum(part) as decimal(18, 6)) as probability
from terms
group by rounded_count, excess
