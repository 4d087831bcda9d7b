"""Overviews, cost by purpose, balance requirement, plan, text and goals, from the ledger's years."""

import random

from finsam_audit.measure.details import KINDS, cost_of, income_of
from finsam_audit.measure.ledger import Association, Year
from finsam_audit.measure.printing import UNIT_SIZE, rounded
from finsam_audit.measure.reports import Column, Report, Row, Style, Table

GROUPS = (
    ("individual_activity", "total_individual", "Individinriktade insatser"),
    ("structural_activity", "total_structural", "Strukturövergripande insatser"),
    ("administration", "total_administration", "Administration"),
)


def multi_year_overview(report: Report, style: Style, years: list[Year]) -> None:
    """Print income, costs, result, equity ratio and staff; depreciation and financial items by the style's scope."""
    whole = style.overview_scope == "whole"
    columns = [Column(str(y.year), "actual", y.year, cost_sign=style.overview_cost_sign) for y in years]
    table = Table(report, style, "multi_year_overview", "Översikt över verksamhetens utveckling", style.overview_unit,
                  columns)  # fmt: skip
    income = table.row(
        "Verksamhetens intäkter", "operating_income", [y.income + (y.financial_income if whole else 0) for y in years]
    )
    costs = [y.operating_costs + (y.depreciation + y.financial_costs if whole else 0) for y in years]
    spent = table.row("Verksamhetens kostnader", "operating_costs", [-cost for cost in costs], cost=True)
    result = table.row("Årets resultat", "net_result", [y.result for y in years], total=True)
    if whole:
        table.adds(result, [income, spent])
    numbers = style.numbers
    ratios: list[int | str | None] = [numbers.percent(y.equity, y.assets, 1) for y in years]
    table.row("Soliditet", "equity_ratio", ratios, measure="ratio", unit="percent")
    table.row("Antal anställda", "employees", ["1" for _ in years], measure="count", unit="count")


def _contributed(year: Year) -> int:
    return sum(year.contributions.values())


def contributions_overview(report: Report, style: Style, years: list[Year]) -> None:
    """Print contributions, what they paid for, the result, equity and its share of them."""
    columns = [Column(str(y.year), "actual", y.year, cost_sign="unsigned") for y in years]
    table = Table(report, style, "contributions_overview", "Översikt medlemsbidragets användning", style.overview_unit,
                  columns)  # fmt: skip
    first = table.row("Medlemsbidrag", "contribution", [_contributed(y) for y in years])
    costs = table.row("Kostnad verksamhet", "operating_costs", [y.result - _contributed(y) for y in years], cost=True)
    table.total("Resultat", "net_result", [y.result for y in years], [first, costs])
    table.row("Utgående eget kapital (andel av medlemsbidraget)", "equity", [y.equity for y in years])
    shares = [style.numbers.percent(y.equity, _contributed(y), 1, brackets=True) for y in years]
    table.second(shares, "equity_to_contributions", "ratio")
    if any(y.grants for y in years):
        table.row("Andra projektmedel", "other_grants", [y.grants for y in years])


def cost_by_purpose(report: Report, style: Style, association: Association, years: list[Year]) -> None:
    """Print net costs by group with their share of all, the financial items within administration."""
    columns = [Column(str(y.year), "actual", y.year, sign=style.purpose_sign) for y in years]
    table = Table(report, style, "cost_by_purpose", "Finansierad verksamhet", style.overview_unit, columns)

    def net(year: Year, code: str) -> int:
        return income_of(association, year, code) - cost_of(association, style, year, code)

    def other(year: Year) -> int:
        own = year.depreciation if style.depreciation_place == "own_row" else 0
        return year.financial_income - year.financial_costs - own

    activities = [row for row in association.activities if row.kind == "activity"]
    half = (len(activities) + 1) // 2
    members = {"individual_activity": activities[:half], "structural_activity": activities[half:]}
    members["administration"] = [row for row in association.activities if row.kind != "activity"]
    heads: list[str] = []
    total: list[int] = [y.result - _contributed(y) for y in years]
    for item, head, name in GROUPS:
        rows = members[item]
        if not rows:
            continue
        extra = item == "administration"
        sums = [sum(net(y, row.code) for row in rows) + (other(y) if extra else 0) for y in years]
        heads.append(table.total(name, head, list(sums), [], cost=True))
        shares = [style.numbers.percent(s, t, 0, brackets=True) for s, t in zip(sums, total, strict=True)]
        table.second(shares, head, "share")
        lines = [
            table.row(row.name, item, [net(y, row.code) for y in years], member=row.code, cost=True) for row in rows
        ]
        if extra and any(other(y) for y in years):
            lines.append(table.row("Övrigt", item, [other(y) for y in years], member="financial_items", cost=True))
        table.adds(heads[-1], lines)
    table.total("Totala kostnader", "total", list(total), heads, cost=True)


def balance_requirement(report: Report, style: Style, year: Year) -> None:
    """Print the balance requirement: nothing to adjust for."""
    table = Table(report, style, "balance_requirement", "Balanskravsutredning", style.face_unit,
                  [Column(str(year.year), "actual", year.year)])  # fmt: skip
    report.sections.append((report.document_id, "balance_requirement", str(report.line)))
    lines = [
        table.row("Årets resultat enligt resultaträkningen", "net_result", [year.result]),
        table.row("Samtliga realisationsvinster", "realisation_gains", [0]),
        table.row("Realisationsförluster enligt undantagsmöjligheter", "realisation_losses_exempt", [0]),
    ]
    table.total("Balanskravsresultat", "balance_requirement_result", [year.result], lines)


def budget_plan(report: Report, style: Style, association: Association, year: Year) -> None:
    """Print the plan of the three coming years: equity carried forward from this year's balance sheet."""
    rng = random.Random(f"plan/{association.name}/{year.year}")
    years = [year.year + n for n in (1, 2, 3)]
    turned = style.plan_sign == "reversed"
    columns = [
        Column(f"Budget {y}", "budget", y, sign="reversed" if turned else "natural",
               cost_sign="signed" if turned else "unsigned")
        for y in years
    ]  # fmt: skip
    step = 100_000
    income = [_contributed(year) // step * step for _ in years]
    costs: dict[str, list[int]] = {row.code: [] for row in association.activities}
    opening, closing = [year.equity], []
    for place in range(3):
        left = income[place] + max(0, opening[place]) // 4
        weights = {code: rng.uniform(0.5, 2) for code in costs}
        for code, weight in weights.items():
            costs[code].append(-int(left * weight / sum(weights.values())) // step * step)
        closing.append(opening[place] + income[place] + sum(c[place] for c in costs.values()))
        opening.append(closing[place])
    table = Table(report, style, "budget_plan", "Budget", style.face_unit, columns)
    lines = [
        table.row("Medlemsbidrag", "contribution", list(income)),
        table.row("Eget kapital", "opening_equity", list(opening[:3])),
    ]
    sums = [a + b for a, b in zip(income, opening, strict=False)]
    head = table.total("Summa intäkter", "total_income", list(sums), lines)
    rows = [
        table.row(row.name, KINDS[row.kind], list(costs[row.code]), member=row.code, cost=True)
        for row in association.activities
    ]
    spent = [sum(c[place] for c in costs.values()) for place in range(3)]
    foot = table.total("Summa kostnader", "total_costs", list(spent), rows, cost=True)
    table.total("Kvar av eget kapital", "closing_equity", list(closing), [head, foot])


def cover(report: Report) -> None:
    """Print the date of adoption."""
    rng = random.Random(f"cover/{report.document_id}")
    report.line += 1
    report.tables.append((report.document_id, 1, "cover", report.line, report.line, "Årsredovisning", ""))
    date = f"{report.year + 1}-0{rng.randint(2, 3)}-{rng.randint(1, 28):02d}"
    report.rows.append(_text(report, "cover", "Beslutad av styrelsen", "decision_date", "date", date, "date"))
    report.sections.append((report.document_id, "decision_date", str(report.line)))


def _text(report: Report, statement: str, label: str, item: str, measure: str, printed: str, unit: str) -> Row:
    return Row(report.document_id, str(report.line), 0, 1, len(report.tables), statement, label, item, "", measure,
               str(report.year), printed, unit)  # fmt: skip


def running_text(report: Report, style: Style, year: Year) -> None:
    """Print what the text says about the result and the contributions, in tkr or kr."""
    rng = random.Random(f"text/{report.document_id}")
    report.line += 3
    report.tables.append(
        (report.document_id, len(report.tables) + 1, "narrative", report.line, report.line, "Text", "")
    )
    unit = rng.choice(("kr", "tkr"))

    def amount(value: int) -> str:
        return f"{style.numbers.whole(rounded(abs(value), UNIT_SIZE[unit]))} {unit}"

    item = ("surplus", "Överskott") if year.result >= 0 else ("deficit", "Underskott")
    report.rows.append(_text(report, "narrative", item[1], item[0], "actual", amount(year.result), unit))
    report.line += 1
    contributed = amount(_contributed(year))
    report.rows.append(_text(report, "narrative", "Medelstilldelning", "contribution", "actual", contributed, unit))
    report.tables[-1] = (*report.tables[-1][:4], report.line, *report.tables[-1][5:])


def goals(report: Report, style: Style, year: Year) -> None:
    """Print the goal for equity as a share of contributions, its outcome and the verdict."""
    share = rounded(year.equity * 100, _contributed(year))
    report.line += 3
    report.tables.append((report.document_id, len(report.tables) + 1, "goals", report.line, report.line, "Mål", ""))
    label, item = "Eget kapital av tilldelningen", "equity_share"
    target = (share // 10 + 1) * 10
    for measure, printed, unit in (
        ("target", f"{target}%", "percent"),
        ("share", style.numbers.percent(year.equity, _contributed(year), 0), "percent"),
        ("verdict", "uppfyllt", "text"),
    ):
        report.rows.append(_text(report, "goals", label, item, measure, printed, unit))
        report.line += 1
    report.tables[-1] = (*report.tables[-1][:4], report.line, *report.tables[-1][5:])
    report.goals.append(
        (f"{report.document_id}/{item}", report.document_id, item, "financial", label,
         "Equity as a share of contributions",
         "<=", "equity_to_contributions", "percent")
    )  # fmt: skip
