"""The face statements: income statement, balance sheet, cash flow, from the ledger's years."""

from collections.abc import Callable

from finsam_audit.measure.ledger import Year
from finsam_audit.measure.reports import Column, Report, Style, Table

Get = Callable[[Year], int]


def _values(years: list[Year], get: Get) -> list[int | str | None]:
    return [get(year) for year in years]


def income_statement(report: Report, style: Style, years: list[Year]) -> None:
    """Print the income statement of this year and the last."""
    columns = [Column(str(y.year), "actual", y.year, cost_sign=style.income_cost_sign) for y in years]
    table = Table(report, style, "income_statement", "Resultaträkning", style.face_unit, columns, notes=True)
    v = _values
    income = table.row("Verksamhetens intäkter", "operating_income", v(years, lambda y: y.income), note=2)
    costs = table.row(
        "Verksamhetens kostnader", "operating_costs", v(years, lambda y: -y.operating_costs), cost=True, note=3
    )
    depreciation = table.row("Avskrivningar", "depreciation", v(years, lambda y: -y.depreciation), cost=True)
    parts = [income, costs, depreciation]
    if style.has_net_cost:
        table.total("Verksamhetens nettokostnad", "net_cost", v(years, lambda y: y.operating_result), parts)
    operating = table.total("Verksamhetens resultat", "operating_result", v(years, lambda y: y.operating_result), parts)
    gain = table.row("Finansiella intäkter", "financial_income", v(years, lambda y: y.financial_income))
    loss = table.row("Finansiella kostnader", "financial_costs", v(years, lambda y: -y.financial_costs), cost=True)
    after = table.total(
        "Resultat efter finansiella poster", "result_after_financial_items", v(years, lambda y: y.result),
        [operating, gain, loss],
    )  # fmt: skip
    extra = table.row("Extraordinära poster", "extraordinary_items", v(years, lambda y: 0))
    table.total("Årets resultat", "net_result", v(years, lambda y: y.result), [after, extra])


def balance_sheet(report: Report, style: Style, years: list[Year]) -> None:
    """Print the balance sheet of this year and the last."""
    columns = [Column(f"{y.year}-12-31", "actual", y.year) for y in years]
    table = Table(report, style, "balance_sheet", "Balansräkning", style.face_unit, columns, notes=True)
    v = _values
    assets: list[str] = []
    if any(year.fixed for year in years) or not style.has_net_cost:
        equipment = table.row("Maskiner och inventarier", "equipment", v(years, lambda y: y.fixed))
        assets.append(
            table.total("Summa anläggningstillgångar", "fixed_assets", v(years, lambda y: y.fixed), [equipment])
        )
    current = [table.row("Fordringar", "receivables", v(years, lambda y: sum(y.receivables.values())), note=4)]
    if any(year.investments for year in years):
        current.append(
            table.row("Kortfristiga placeringar", "short_term_investments", v(years, lambda y: y.investments))
        )
    current.append(table.row("Kassa och bank", "cash", v(years, lambda y: y.cash)))
    assets.append(
        table.total("Summa omsättningstillgångar", "current_assets", v(years, lambda y: y.assets - y.fixed), current)
    )
    table.total("Summa tillgångar", "total_assets", v(years, lambda y: y.assets), assets)
    report.line += 2
    net = ("Årets resultat", "net_result", v(years, lambda y: y.result))
    if style.equity == "opening":
        first = table.row("Eget kapital vid årets början", "opening_equity", v(years, lambda y: y.equity - y.result))
        claims = [first, table.row(*net)]
        claims = [table.total("Eget kapital vid årets slut", "equity", v(years, lambda y: y.equity), claims)]
    else:
        claims = [
            table.row(*net),
            table.row("Övrigt eget kapital", "other_equity", v(years, lambda y: y.equity - y.result)),
        ]
        if style.equity == "other":
            claims = [table.total("Summa eget kapital", "equity", v(years, lambda y: y.equity), claims)]
    if style.has_liability_total:
        claims.append(table.row("Avsättningar för pensioner", "provisions", v(years, lambda y: 0)))
        long_term = table.row("Långfristiga skulder", "long_term_liabilities", v(years, lambda y: 0))
        debts = table.row("Kortfristiga skulder", "current_liabilities", v(years, lambda y: y.debts), note=5)
        claims.append(
            table.total("Summa skulder", "total_liabilities", v(years, lambda y: y.debts), [long_term, debts])
        )
    else:
        debts = table.row("Kortfristiga skulder", "current_liabilities", v(years, lambda y: y.debts), note=5)
        claims.append(debts)
        if style.repeats_liabilities:
            total = table.row("Summa kortfristiga skulder", "current_liabilities", v(years, lambda y: y.debts))
            table.adds(total, [debts])
    table.total("Summa eget kapital och skulder", "total_equity_and_liabilities", v(years, lambda y: y.assets), claims)


def _change(year: Year, get: Get) -> int:
    return get(year) - (get(year.opening) if year.opening else 0)


def cash_flow(report: Report, style: Style, years: list[Year]) -> None:
    """Print the cash flow statement: the indirect method; liquid funds are cash and bank."""
    columns = [Column(str(y.year), "actual", y.year) for y in years]
    table = Table(report, style, "cash_flow", "Kassaflödesanalys", style.face_unit, columns)
    v = _values

    def receivables(year: Year) -> int:
        return -_change(year, lambda y: sum(y.receivables.values()))

    def debts(year: Year) -> int:
        return _change(year, lambda y: y.debts)

    def operating(year: Year) -> int:
        return year.result + year.depreciation + receivables(year) + debts(year)

    def investing(year: Year) -> int:
        return -_change(year, lambda y: y.fixed + y.investments) - year.depreciation

    def opening_cash(year: Year) -> int:
        return year.opening.cash if year.opening else 0

    start = [
        table.row("Årets resultat", "net_result", v(years, lambda y: y.result)),
        table.row(
            "Justering för ej likviditetspåverkande poster", "non_cash_adjustments", v(years, lambda y: y.depreciation)
        ),
    ]
    parts = [
        table.total(
            "Medel från verksamheten före förändring av rörelsekapital", "funds_before_working_capital",
            v(years, lambda y: y.result + y.depreciation), start,
        ),
        table.row("Ökning/minskning kortfristiga fordringar", "change_in_receivables", v(years, receivables)),
        table.row("Ökning/minskning kortfristiga skulder", "change_in_current_liabilities", v(years, debts)),
    ]  # fmt: skip
    flows = [table.total("Kassaflöde från den löpande verksamheten", "operating_cash_flow", v(years, operating), parts)]
    if any(investing(year) for year in years):
        flows.append(
            table.row(
                "Kassaflöde från investeringsverksamheten", "investing_cash_flow", v(years, investing), total=True
            )
        )
    net = table.total("Årets kassaflöde", "net_cash_flow", v(years, lambda y: operating(y) + investing(y)), flows)
    first = table.row("Likvida medel vid årets början", "opening_cash", v(years, opening_cash))
    table.total("Likvida medel vid årets slut", "closing_cash", v(years, lambda y: y.cash), [first, net])
    if style.has_change_in_cash:
        table.row(
            "Årets förändring likvida medel", "change_in_cash", v(years, lambda y: y.cash - opening_cash(y)), total=True
        )
