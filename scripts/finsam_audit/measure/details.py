"""Notes 2 to 5 and the operating account, from the ledger's years."""

import random
from collections.abc import Callable

from finsam_audit.measure.ledger import Association, Member, Year
from finsam_audit.measure.reports import Column, Report, Style, Table

Pair = tuple[int, int]
KINDS = {"activity": "activity", "administration": "administration", "other_row": "cost_row"}
NAMES = {
    "vat": "Fordran moms", "prepaid": "Förutbetalda kostnader och upplupna intäkter", "refund": "Övriga fordringar",
    "payables": "Leverantörsskulder", "accrued": "Upplupna kostnader", "other_liabilities": "Övriga skulder",
}  # fmt: skip


def carrier(association: Association, year: Year) -> str:
    """Return the row that carries other income and, where it has no row of its own, depreciation."""
    return next(row.code for row in association.activities if row.kind == "administration")


def cost_of(association: Association, style: Style, year: Year, code: str) -> int:
    """Return the cost (öre, positive) of a row: depreciation lies in administration or in a row of its own."""
    inside = style.depreciation_place == "administration" and code == carrier(association, year)
    return year.costs[code] + (year.depreciation if inside else 0)


def income_of(association: Association, year: Year, code: str) -> int:
    """Return the income of a row: grants belong to the first activity, other income to administration."""
    first = next(row.code for row in association.activities if row.kind == "activity")
    return (year.grants if code == first else 0) + (year.other_income if code == carrier(association, year) else 0)


def budget_of(association: Association, year: Year, code: str, actual: int) -> int:
    """Return the budget (öre) of a row: the outcome, known afterwards, off by up to a fifth, in whole thousands."""
    rng = random.Random(f"budget/{association.name}/{year.year}/{code}")
    return round(actual * rng.uniform(0.85, 1.2) / 100_000) * 100_000


def note_income(report: Report, style: Style, association: Association, years: list[Year]) -> None:
    """Print note 2: contributions by party, grants, other income."""
    columns = [Column(str(y.year), "actual", y.year) for y in years]
    table = Table(report, style, "note_income", "Not 2. Verksamhetens intäkter", style.note_unit, columns,
                  prints_unit=False)  # fmt: skip
    lines = [
        table.row(f"Driftbidrag från {party.name}", "contribution", [y.contributions[party.code] for y in years],
                  member=party.code)
        for party in association.parties
    ]  # fmt: skip
    lines.append(table.row("EU-medel och andra bidrag", "other_grants", [y.grants for y in years]))
    lines.append(table.row("Övriga intäkter", "other_income", [y.other_income for y in years]))
    table.total("Summa", "total", [y.income for y in years], lines)


def note_costs(report: Report, style: Style, association: Association, years: list[Year]) -> None:
    """Print note 3: costs by activity, by coarser group, or by nature."""
    columns = [Column(str(y.year), "actual", y.year, sign=style.note_cost_sign) for y in years]
    table = Table(report, style, "note_costs", "Not 3. Verksamhetens kostnader", style.note_unit, columns,
                  prints_unit=False)  # fmt: skip
    inside = style.depreciation_place == "administration"
    totals: list[int | str | None] = [-(y.operating_costs + (y.depreciation if inside else 0)) for y in years]
    lines: list[str] = []
    if style.grouped_note == "by_nature":
        shares = [random.Random(f"nature/{association.name}/{y.year}").uniform(0.6, 0.95) for y in years]
        bought: list[int | str | None] = [int(-y.operating_costs * s) for y, s in zip(years, shares, strict=True)]
        rest: list[int | str | None] = [
            t - b for t, b in zip(totals, bought, strict=True) if isinstance(t, int) and isinstance(b, int)
        ]
        lines.append(table.row("Köp av tjänster", "cost_row", bought, member="purchased_services", cost=True))
        lines.append(table.row("Övriga externa tjänster", "cost_row", rest, member="external_services", cost=True))
    else:
        rows = sorted(association.activities, key=lambda row: list(KINDS).index(row.kind))
        for kind in KINDS:
            mine = [row for row in rows if row.kind == kind]
            if style.grouped_note == "grouped":
                lines += _group_row(table, style, association, years, kind, mine)
                continue
            part = [_cost_row(table, style, association, years, row) for row in mine]
            lines += part
            if kind == "activity" and style.has_activity_subtotal:
                sums: list[int | str | None] = [-sum(y.costs[row.code] for row in mine) for y in years]
                table.total("Summa insatser", "total_activities", sums, part, cost=True)
    table.total("Summa", "total", totals, lines, cost=True)


def _cost_row(table: Table, style: Style, association: Association, years: list[Year], row: Member) -> str:
    values: list[int | str | None] = [-cost_of(association, style, y, row.code) for y in years]
    return table.row(row.name, KINDS[row.kind], values, member=row.code, cost=True)


def _group_row(table: Table, style: Style, association: Association, years: list[Year], kind: str,
               rows: list[Member]) -> list[str]:  # fmt: skip
    if len(rows) < 2:
        return [_cost_row(table, style, association, years, row) for row in rows]
    name = {"activity": "Insatser", "administration": "Administration", "other_row": "Övrigt"}[kind]
    values: list[int | str | None] = [-sum(cost_of(association, style, y, r.code) for r in rows) for y in years]
    return [table.row(name, KINDS[kind], values, member=f"group_{kind}", cost=True)]


def note_balances(report: Report, style: Style, years: list[Year]) -> None:
    """Print notes 4 and 5: receivables and current liabilities."""
    plain = [Column(f"{y.year}-12-31", "actual", y.year) for y in years]
    table = Table(report, style, "note_receivables", "Not 4. Fordringar", style.note_unit, plain, prints_unit=False)
    lines = [
        table.row(NAMES[code], "note_row", [y.receivables[code] for y in years], member=code)
        for code in years[0].receivables
    ]
    table.total("Summa fordringar", "total", [sum(y.receivables.values()) for y in years], lines)
    signed = [Column(f"{y.year}-12-31", "actual", y.year, sign=style.liability_sign) for y in years]
    table = Table(report, style, "note_current_liabilities", "Not 5. Kortfristiga skulder", style.note_unit, signed,
                  prints_unit=False)  # fmt: skip
    lines = [
        table.row(NAMES[code], "note_row", [y.liabilities[code] for y in years], member=code)
        for code in years[0].liabilities
    ]
    table.total("Summa kortfristiga skulder", "total", [y.debts for y in years], lines)


def _eight_columns(style: Style, year: int) -> list[Column]:
    turned = "reversed" if style.operating_sign != "natural" else "natural"
    total = "natural" if style.operating_sign == "mixed" else turned
    columns = []
    for y, net, into in ((year, 2, 4), (year - 1, 7, None)):
        columns += [
            Column(f"Utfall {y} Intäkt", "income", y, parent=net),
            Column(f"Utfall {y} Kostnad", "cost", y, sign=turned, total_sign=turned, parent=net),
            Column(f"Utfall {y} Netto", "net", y, sign=turned, total_sign=total, parent=into),
        ]
    budget = Column(f"Budget {year} Netto", "net_budget", year, sign=turned, total_sign=total, parent=4, minus=True)
    deviation = Column(f"Avvikelse {year} Netto", "net_deviation", year)
    return [*columns[:3], budget, deviation, *columns[3:]]


def operating_account(report: Report, style: Style, association: Association, years: list[Year]) -> None:
    """Print the operating account: eight columns with income, cost, net and budget, or four with costs alone."""
    this, last = years[0], years[1]
    heading = "Driftredovisning"
    if style.operating == "four":
        _four_columns(report, style, association, this, last)
        return
    table = Table(report, style, "operating_account", heading, style.operating_unit, _eight_columns(style, this.year))

    def cells(get: Callable[[Year], Pair], budget: int) -> list[int | str | None]:
        (income, cost), (income_0, cost_0) = get(this), get(last)
        net = income + cost
        return [income, cost, net, budget, net - budget, income_0, cost_0, income_0 + cost_0]

    lines: list[str] = []
    totals = [0] * 8

    def add(label: str, item: str, member: str, get: Callable[[Year], Pair], budget: int) -> None:
        values = cells(get, budget)
        for place, value in enumerate(values):
            totals[place] += value if isinstance(value, int) else 0
        lines.append(table.row(label, item, values, member=member))

    total = sum(this.contributions.values())
    contribution = budget_of(association, this, "contribution", total) if style.has_plan else total
    add("Medlemsbidrag", "contribution", "members", lambda y: (sum(y.contributions.values()), 0), contribution)
    for row in association.activities:

        def pair(y: Year, code: str = row.code) -> Pair:
            return income_of(association, y, code), -cost_of(association, style, y, code)

        income, cost = pair(this)
        add(row.name, KINDS[row.kind], row.code, pair, budget_of(association, this, row.code, income + cost))
    if style.depreciation_place == "own_row" and (this.depreciation or last.depreciation):
        add("Avskrivningar", "cost_row", "depreciation", lambda y: (0, -y.depreciation), 0)
    if this.financial_income or last.financial_income:
        add("Finansiella intäkter", "financial_income", "financial_income", lambda y: (y.financial_income, 0), 0)
    if this.financial_costs or last.financial_costs:
        add("Finansiella kostnader", "financial_costs", "financial_costs", lambda y: (0, -y.financial_costs), 0)
    table.total("Summa", "total", list(totals), lines)


def _four_columns(report: Report, style: Style, association: Association, this: Year, last: Year) -> None:
    turned = "reversed" if style.operating_sign != "natural" else "natural"
    columns = [
        Column(f"Utfall {this.year}", "actual", this.year, sign=turned, parent=2),
        Column(f"Budget {this.year}", "budget", this.year, sign=turned, parent=2, minus=True),
        Column(f"Avvikelse {this.year}", "deviation", this.year),
        Column(f"Utfall {last.year}", "actual", last.year, sign=turned),
    ]
    table = Table(report, style, "operating_account", "Driftredovisning", style.operating_unit, columns)
    lines: list[str] = []
    totals = [0] * 4
    for row in association.activities:
        cost, before = (-cost_of(association, style, y, row.code) for y in (this, last))
        budget = budget_of(association, this, row.code, cost)
        values: list[int] = [cost, budget, cost - budget, before]
        totals = [a + b for a, b in zip(totals, values, strict=True)]
        lines.append(table.row(row.name, KINDS[row.kind], list(values), member=row.code, cost=True))
    if style.depreciation_place == "own_row" and (this.depreciation or last.depreciation):
        values = [-this.depreciation, 0, -this.depreciation, -last.depreciation]
        totals = [a + b for a, b in zip(totals, values, strict=True)]
        lines.append(table.row("Avskrivningar", "cost_row", list(values), member="depreciation", cost=True))
    table.total("Summa", "total", list(totals), lines, cost=True)
