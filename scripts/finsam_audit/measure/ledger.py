"""A ledger of transactions in öre, and the balances and flows that follow from it.

Nothing here knows a rule of the audit: figures are consistent because every transaction has two sides.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field

BANK, INVESTMENTS, FIXED, EQUITY = "bank", "investments", "fixed", "equity"
FINANCIAL_INCOME, FINANCIAL_COSTS, DEPRECIATION = "financial_income", "financial_costs", "depreciation"
GRANTS, OTHER_INCOME = "grants", "other_income"
RECEIVABLES = ("vat", "prepaid", "refund")
LIABILITIES = ("payables", "accrued", "other_liabilities")


@dataclass(frozen=True)
class Transaction:
    """Amount in öre, moved from one account (credit) to another (debit) in a year."""

    year: int
    debit: str
    credit: str
    amount: int


@dataclass
class Member:
    """A party, an activity or a row of an association."""

    code: str
    name: str
    kind: str
    parent: str = ""


@dataclass
class Ledger:
    """All transactions of an association; amounts are positive on the debit side."""

    transactions: list[Transaction] = field(default_factory=list)

    def post(self, year: int, debit: str, credit: str, amount: int) -> None:
        """Add one transaction; an amount of zero is none."""
        if amount > 0:
            self.transactions.append(Transaction(year, debit, credit, amount))

    def flows(self, year: int) -> dict[str, int]:
        """Return debit minus credit (öre) of every account in a year."""
        result: dict[str, int] = defaultdict(int)
        for item in self.transactions:
            if item.year == year:
                result[item.debit] += item.amount
                result[item.credit] -= item.amount
        return result


@dataclass
class Year:
    """What the ledger says about one year: öre; income, assets and liabilities positive, costs positive."""

    year: int
    contributions: dict[str, int]
    grants: int
    other_income: int
    costs: dict[str, int]
    depreciation: int
    financial_income: int
    financial_costs: int
    fixed: int
    receivables: dict[str, int]
    investments: int
    cash: int
    liabilities: dict[str, int]
    equity: int
    opening: "Year | None" = None

    @property
    def income(self) -> int:
        """Operating income."""
        return sum(self.contributions.values()) + self.grants + self.other_income

    @property
    def operating_costs(self) -> int:
        """Operating costs without depreciation."""
        return sum(self.costs.values())

    @property
    def operating_result(self) -> int:
        """Income less costs and depreciation."""
        return self.income - self.operating_costs - self.depreciation

    @property
    def result(self) -> int:
        """Net result."""
        return self.operating_result + self.financial_income - self.financial_costs

    @property
    def assets(self) -> int:
        """Total assets."""
        return self.fixed + sum(self.receivables.values()) + self.investments + self.cash

    @property
    def debts(self) -> int:
        """Current liabilities."""
        return sum(self.liabilities.values())


@dataclass
class Association:
    """An association: its parties, its activities and its ledger, closed year by year."""

    code: str
    name: str
    parties: list[Member]
    activities: list[Member]
    years: dict[int, Year]
    ledger: Ledger


CITIES = ("Alby", "Bergsjö", "Dalum", "Ekeby", "Forsa", "Granby", "Hagen", "Insjö", "Lunde", "Mora", "Näs", "Sunnanå")
ACTIVITIES = (
    "Coachteam", "Vägen vidare", "Stegvis", "Unga vuxna", "Arbetsprov", "Lotsen", "Hälsoskola", "Mottagning",
    "Processtöd", "Kompetensutveckling", "Jämställdhet", "Samverkansforum",
)  # fmt: skip
ADMINISTRATION = (
    ("office", "Kansli"), ("board", "Styrelse"), ("audit", "Revision"), ("chief", "Förbundschef"),
    ("premises", "Lokaler"),
)  # fmt: skip


def _amount(rng: random.Random, low: int, high: int) -> int:
    """Return an amount in öre between two amounts in kr, ending in whole kronor as often as bills do."""
    kr = rng.randint(low, high)
    return kr * 100 + (0 if rng.random() < 0.4 else rng.randint(1, 99))


def _parties(rng: random.Random) -> list[Member]:
    towns = rng.sample(CITIES, rng.randint(1, 4))
    parties = [Member("state", "staten", "state")]
    parties += [Member(f"kommun_{i}", f"{town} kommun", "municipality") for i, town in enumerate(towns, 1)]
    parties.append(Member("region", "regionen", "region"))
    return parties


def _cost_rows(rng: random.Random) -> list[Member]:
    names = rng.sample(ACTIVITIES, rng.randint(2, 8))
    rows = [Member(f"activity_{i}", name, "activity") for i, name in enumerate(names, 1)]
    for code, name in ADMINISTRATION[: rng.randint(1, len(ADMINISTRATION))]:
        rows.append(Member(code, name, "administration"))
    if rng.random() < 0.5:
        rows.append(Member("other_costs", "Övrigt", "other_row"))
    return rows


def _post_year(rng: random.Random, ledger: Ledger, year: int, world: "_World") -> None:
    quarter = max(1, round(world.size * rng.uniform(0.9, 1.1) / 4 / world.towns / 1000) * 1000) * world.towns
    shares = {"state": 2 * quarter, "region": quarter}
    for party in world.parties:
        share = shares.get(party.code, quarter // world.towns)
        ledger.post(year, BANK, f"contribution:{party.code}", share * 100)
    income = 4 * quarter
    if world.has_grants:
        ledger.post(year, "receivable:refund", GRANTS, _amount(rng, income // 20, income // 6))
    if world.has_other_income and rng.random() < 0.8:
        ledger.post(year, BANK, OTHER_INCOME, _amount(rng, 900, income // 50 + 1000))
    weights = [rng.uniform(0.2, 3) if row.kind == "activity" else rng.uniform(0.05, 0.5) for row in world.rows]
    # whoever has saved up spends it: costs follow income so that equity stays positive
    spend = income * rng.uniform(0.85, 1.0 + 0.1 * min(1.0, world.equity(ledger) / 100 / income))
    for row, weight in zip(world.rows, weights, strict=True):
        if rng.random() < 0.05:
            continue
        part = max(1000, int(spend * weight / sum(weights)))
        bills = rng.randint(1, 4)
        for _ in range(bills):
            amount = _amount(rng, int(part * 0.9 / bills), int(part * 1.1 / bills) + 10)
            source = rng.choices((BANK, "liability:payables", "liability:accrued"), (8, 1, 1))[0]
            ledger.post(year, f"cost:{row.code}", source, amount)
    _post_other(rng, ledger, year, world, income)


def _post_other(rng: random.Random, ledger: Ledger, year: int, world: "_World", income: int) -> None:
    if world.has_interest:
        ledger.post(year, BANK, FINANCIAL_INCOME, _amount(rng, 100, income // 80 + 200))
    if world.has_interest or rng.random() < 0.5:
        ledger.post(year, FINANCIAL_COSTS, BANK, _amount(rng, 20, 3000))
    balances = world.balances(ledger)
    if world.has_fixed:
        if rng.random() < 0.3 or balances[FIXED] == 0:
            ledger.post(year, FIXED, BANK, _amount(rng, 20000, 90000))
        ledger.post(year, DEPRECIATION, FIXED, min(_amount(rng, 3000, 12000), world.balances(ledger)[FIXED]))
    for code in ("vat", "prepaid"):
        ledger.post(year, f"receivable:{code}", BANK, _amount(rng, 500, income // 60 + 600))
    ledger.post(year, BANK, "liability:other_liabilities", _amount(rng, 1000, income // 40 + 2000))
    for name in [f"receivable:{c}" for c in RECEIVABLES]:
        ledger.post(year, BANK, name, int(max(0, balances[name]) * rng.uniform(0.5, 1)))
    for name in [f"liability:{c}" for c in LIABILITIES]:
        ledger.post(year, name, BANK, int(max(0, -balances[name]) * rng.uniform(0.5, 1)))
    if world.has_investments and rng.random() < 0.5:
        ledger.post(year, INVESTMENTS, BANK, _amount(rng, 50000, 150000))


@dataclass
class _World:
    size: int
    parties: list[Member]
    rows: list[Member]
    has_grants: bool
    has_other_income: bool
    has_interest: bool
    has_fixed: bool
    has_investments: bool

    @property
    def towns(self) -> int:
        return sum(party.kind == "municipality" for party in self.parties)

    def balances(self, ledger: Ledger) -> dict[str, int]:
        result: dict[str, int] = defaultdict(int)
        for item in ledger.transactions:
            result[item.debit] += item.amount
            result[item.credit] -= item.amount
        return result

    def equity(self, ledger: Ledger) -> int:
        """Return assets less liabilities (öre)."""
        balances = self.balances(ledger)
        held = sum(balances[name] for name in (BANK, INVESTMENTS, FIXED))
        owed = sum(v for name, v in balances.items() if name.startswith(("receivable:", "liability:")))
        return held + owed


def _close(ledger: Ledger, world: _World, first: int, last: int) -> dict[int, Year]:
    balances: dict[str, int] = defaultdict(int)
    years: dict[int, Year] = {}
    for year in range(first, last + 1):
        flows = ledger.flows(year)
        for name, value in flows.items():
            balances[name] += value
        record = Year(
            year=year,
            contributions={p.code: -flows.get(f"contribution:{p.code}", 0) for p in world.parties},
            grants=-flows.get(GRANTS, 0),
            other_income=-flows.get(OTHER_INCOME, 0),
            costs={row.code: flows.get(f"cost:{row.code}", 0) for row in world.rows},
            depreciation=flows.get(DEPRECIATION, 0),
            financial_income=-flows.get(FINANCIAL_INCOME, 0),
            financial_costs=flows.get(FINANCIAL_COSTS, 0),
            fixed=balances[FIXED],
            receivables={code: balances[f"receivable:{code}"] for code in RECEIVABLES},
            investments=balances[INVESTMENTS],
            cash=balances[BANK],
            liabilities={code: -balances[f"liability:{code}"] for code in LIABILITIES},
            equity=0,
            opening=years.get(year - 1),
        )
        record.equity = record.assets - record.debts
        years[year] = record
    return years


def association(code: str, seed: str, first: int, last: int) -> Association:
    """Return an association with a ledger from its first to its last year.

    Args:
        code: association_id.
        seed: the same seed gives the same association.
        first: first fiscal year; it opens with equity in the bank.
        last: last fiscal year.

    """
    rng = random.Random(f"ledger/{seed}")

    def chance(share: float) -> bool:
        return rng.random() < share

    world = _World(
        size=int(1_000_000 * 10 ** rng.uniform(0, 1.2)),
        parties=_parties(rng),
        rows=_cost_rows(rng),
        has_grants=chance(0.35),
        has_other_income=chance(0.4),
        has_interest=chance(0.6),
        has_fixed=chance(0.3),
        has_investments=chance(0.15),
    )
    ledger = Ledger()
    ledger.post(first, BANK, EQUITY, _amount(rng, int(world.size * 0.4), int(world.size * 0.7)))
    for year in range(first, last + 1):
        _post_year(rng, ledger, year, world)
    return Association(
        code=code,
        name=f"Samordningsförbundet {rng.choice(CITIES)} {code[-5:]}",
        parties=world.parties,
        activities=world.rows,
        years=_close(ledger, world, first, last),
        ledger=ledger,
    )
