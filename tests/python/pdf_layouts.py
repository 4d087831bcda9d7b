"""Invented reports in many layouts, printed by a browser, with the key of their cells."""

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

MEMBERS = (
    "F\xf6rs\xe4kringskassan f\xf6r statens r\xe4kning",
    "Region Vidasj\xf6",
    "Tall\xe5sa kommun",
    "N\xe4s kommun",
)
UNITS = (
    "Kansli",
    "Styrelse, revision och \xf6vriga gemensamma kostnader f\xf6r f\xf6rbundet",
    "Klivet",
    "St\xf6d till unga vuxna utan syssels\xe4ttning i de fyra medlemskommunerna",
    "Rehabkoordinering",
    "Projektet V\xe4gen vidare (ESF)",
)
TEXT = (
    "Styrelsen har under \xe5ret haft sju sammantr\xe4den, det sista den 12 december 2024, och en gemensam dag med "
    "beredningsgruppen. F\xf6rbundet v\xe4nder sig till personer mellan 16 och 64 \xe5r som beh\xf6ver st\xf6d fr\xe5n flera "
    "myndigheter samtidigt. Under h\xf6sten genomf\xf6rdes 14 utbildningar med 320 deltagare enligt lagen (2003:1210). "
)
Row = tuple[str, str, tuple[float | str | None, ...]]


@dataclass(frozen=True)
class Layout:
    """How a report is set."""

    name: str
    css: str = ""
    thousands: str = "\xa0"
    minus: str = "\u2212"
    zero: str = "\u2013"
    brackets: bool = False
    comparative_first: bool = False
    note: str = "left"
    marks: bool = False
    leaders: bool = False
    upper: bool = True
    cards: bool = False
    pairs: bool = False
    columns: bool = False
    repeat: int = 1
    apart: bool = False


@dataclass
class Printed:
    """A table as it is printed: headings, and rows of kind, label and values."""

    title: str
    statement: str
    heads: list[list[tuple[str, int]]]
    rows: list[Row]
    unit: str = "Belopp i tkr"
    kinds: list[str] = field(default_factory=list)


BASE = """@page { size: A4; margin: 18mm 16mm } body { font: 9.5pt 'DejaVu Sans', Arial, sans-serif; color: #222 }
table { border-collapse: collapse; width: 100%; margin: 0 0 14pt } td, th { padding: 2.5pt 4pt; text-align: right }
td.l, th.l { text-align: left } td.n, th.n { text-align: center } td.t { text-align: left } tr.sum td { font-weight: bold }
tr.group td { font-weight: bold; padding-top: 7pt } h1 { font-size: 17pt } h2 { font-size: 12pt; margin: 10pt 0 3pt }
sup { font-size: 60% } p { margin: 0 0 8pt } .cards { display: flex; gap: 8pt; margin-bottom: 10pt }
.card { background: #eef2ee; padding: 8pt; flex: 1 } .card b { display: block; font-size: 18pt } .pair { display: flex; gap: 22pt }
.pair > div { flex: 1 } .cols { column-count: 2; column-gap: 24pt }
.led { display: flex; align-items: flex-end } .dots { flex: 1; overflow: hidden; white-space: nowrap; width: 20pt; height: 1.15em }
"""
LAYOUTS = (
    Layout(
        "ruled",
        "td, th { border: 0.5pt solid #333; vertical-align: middle } td.l { width: 38% } th { background: #ddd }",
    ),
    Layout(
        "zebra",
        "tbody tr:nth-child(even) td { background: #eef } td { vertical-align: bottom } td.l { width: 40% }",
        "\u2009",
        marks=True,
        note="none",
    ),
    Layout(
        "two_columns",
        "@page { size: A4 landscape } body { font-size: 7pt } td, th { padding: 1.5pt 2pt }",
        columns=True,
        upper=False,
        note="none",
    ),
    Layout(
        "landscape",
        "@page { size: A4 landscape } th { font-weight: normal; border-bottom: 0.5pt solid #888 }",
        "\u202f",
        "-",
    ),
    Layout(
        "compact",
        "body { font-size: 6.5pt } td, th { padding: 0.5pt 2.5pt } table { width: auto }",
        " ",
        "-",
        "-",
        marks=True,
    ),
    Layout(
        "leaders",
        "td { vertical-align: bottom } td.l { width: 46% } .led span:first-child { max-width: 90% }",
        brackets=True,
        comparative_first=True,
        note="right",
        leaders=True,
    ),
    Layout(
        "pairs",
        "body { font-size: 7.5pt } td, th { padding: 1pt 2pt } .sum td { border-top: 0.5pt solid #000 }",
        pairs=True,
        note="none",
        upper=False,
    ),
    Layout(
        "first_line",
        "td { vertical-align: top } td.l { width: 32% } tr.group td { font-weight: normal; padding-top: 2.5pt }",
        "\xa0",
        "-",
        apart=True,
    ),
    Layout(
        "walls",
        "td, th { text-align: center; border-left: 0.5pt solid #999; border-right: 0.5pt solid #999 } td.l { width: 36% }",
        " ",
        apart=True,
        comparative_first=True,
    ),
    Layout(
        "long",
        "body { font: 11pt 'DejaVu Serif', serif } thead { display: table-header-group } tr { break-inside: avoid }"
        " td { border-bottom: 0.4pt solid #bbb }",
        repeat=8,
        apart=True,
        marks=True,
    ),
    Layout(
        "cards",
        "th { background: #163; color: #fff } td:nth-child(2n) { background: #f3f3e8 } td.l { width: 40% }",
        "\u202f",
        cards=True,
        apart=True,
        note="none",
    ),
    Layout(
        "spaced",
        "tr.sum td { letter-spacing: 1.6pt } td, th { padding: 3pt 6pt } body { font-size: 8pt } h2 { font-variant: small-caps }",
        ".",
        "-",
        "0",
        apart=True,
        note="right",
    ),
    Layout(
        "dashed",
        "td, th { border-bottom: 0.5pt dashed #777 } th { text-align: left } table { width: 82% } td.l { width: 30% }"
        " tr.sum td { font-weight: normal; font-style: italic }",
        " ",
        "-",
        "-",
        apart=True,
        upper=False,
    ),
    Layout(
        "side_text",
        "body { font-size: 8.5pt; line-height: 1.25 } td { padding: 0.8pt 3pt; line-height: 1.25 } td.l { width: 38% }"
        " tr.group td { font-style: italic; font-weight: normal } td { vertical-align: bottom }",
        apart=True,
        brackets=True,
        columns=True,
        upper=False,
        marks=True,
        note="none",
    ),
)


def amount(value: float | str | None, layout: Layout) -> str:
    """Return a value as it is printed."""
    if value is None or isinstance(value, str):
        return value or ""
    if value == 0:
        return layout.zero
    digits = f"{abs(round(value)):,}".replace(",", layout.thousands)
    if value < 0:
        return f"({digits})" if layout.brackets else layout.minus + digits
    return digits


def tables(layout: Layout, seed: int) -> list[Printed]:
    """Return the tables of a report drawn at random."""
    rng = random.Random(seed)
    years = ["2024", "2023"]
    order = (1, 0) if layout.comparative_first else (0, 1)

    def pair(low: int, high: int, sign: int = 1) -> list[float]:
        return [sign * rng.randint(low, high) for _ in years]

    income, cost = pair(6000, 9000), pair(5800, 8800, -1)
    write_off, interest, charge = pair(10, 90, -1), pair(5, 300), pair(0, 9, -1)
    first = [a + b + c for a, b, c in zip(income, cost, write_off, strict=True)]
    result = [a + b + c for a, b, c in zip(first, interest, charge, strict=True)]
    heads = [("", 1), *((years[at], 1) for at in order)]
    statement: list[Row] = [
        ("row", "Bidrag fr\xe5n medlemmarna och andra int\xe4kter som h\xf6r till verksamheten", tuple(income)),
        ("row", "Kostnader f\xf6r insatser, samverkan och f\xf6rbundets gemensamma funktioner", tuple(cost)),
        ("row", "Avskrivningar", tuple(write_off)),
        ("sum", "Verksamhetens resultat", tuple(first)),
        ("row", "Finansiella int\xe4kter", tuple(interest)),
        ("row", "Finansiella kostnader", tuple(charge)),
        ("row", "Extraordin\xe4ra poster", (0, 0)),
        ("sum", "\xc5rets resultat", tuple(result)),
    ]
    goods, claims, cash = pair(50, 300), pair(200, 900), pair(2000, 5000)
    assets = [a + b + c for a, b, c in zip(goods, claims, cash, strict=True)]
    debts = pair(500, 1500)
    equity = [a - b for a, b in zip(assets, debts, strict=True)]
    opening = [a - b for a, b in zip(equity, result, strict=True)]
    left: list[Row] = [
        ("group", "Tillg\xe5ngar", ()),
        ("row", "Inventarier", tuple(goods)),
        ("row", "Kortfristiga fordringar p\xe5 medlemmar, myndigheter och \xf6vriga", tuple(claims)),
        ("row", "Kassa och bank", tuple(cash)),
        ("sum", "Summa tillg\xe5ngar", tuple(assets)),
    ]
    right: list[Row] = [
        ("group", "Eget kapital och skulder", ()),
        ("row", "Ing\xe5ende eget kapital", tuple(opening)),
        ("row", "\xc5rets resultat", tuple(result)),
        ("row", "Kortfristiga skulder", tuple(debts)),
        ("sum", "Summa eget kapital och skulder", tuple(assets)),
    ]
    dates = [("", 1), *((f"{years[at]}-12-31", 1) for at in order)]
    parts = [[rng.randint(200, 2500) for _ in years] for _ in MEMBERS]
    total = [sum(part[at] for part in parts) for at in (0, 1)]
    shares: list[Row] = [
        ("row", name, tuple(x for at in (0, 1) for x in (part[at] * 1000, percent(part[at] / total[at]))))
        for name, part in zip(MEMBERS, parts, strict=True)
    ]
    shares.append(("sum", "Summa medlemsbidrag", tuple(x for at in (0, 1) for x in (total[at] * 1000, "100,0 %"))))
    account: list[Row] = []
    sums = [0] * 6
    for name in UNITS * layout.repeat:
        figures = []
        for _ in range(2):
            got, spent = rng.choice((0, 0, rng.randint(100, 1500))), -rng.randint(80, 3000)
            figures += [got, spent, got + spent]
        account.append(("row", name, tuple(figures)))
        sums = [a + b for a, b in zip(sums, figures, strict=True)]
    account.append(("sum", "Summa insatser och kansli", tuple(sums)))
    goals: list[Row] = [
        (
            "row",
            "Eget kapital i f\xf6rh\xe5llande till medlemsbidragen, utan det tillf\xe4lliga tillskottet",
            ("h\xf6gst 20 %", percent(rng.random() / 2), "Uppfyllt"),
        ),
        ("row", "Soliditet vid \xe5rets slut", ("minst 40 %", percent(0.4 + rng.random() / 2), "Uppfyllt")),
        (
            "row",
            "Antal deltagare i individinriktade insatser under \xe5ret",
            ("minst 230", str(rng.randint(100, 229)), "Ej uppfyllt"),
        ),
    ]
    people: list[Row] = []
    for name in UNITS[2:5]:
        women, men = rng.randint(5, 90), rng.randint(5, 90)
        people.append(("row", name, (women, men, women + men, percent(women / (women + men)))))
    overview: list[Row] = [
        ("row", name, tuple(rng.randint(1000, 9000) for _ in range(5)))
        for name in ("Int\xe4kter", "Kostnader inklusive avskrivningar och finansiella kostnader", "Balansomslutning")
    ]
    overview.append(("row", "Soliditet", tuple(percent(rng.random()) for _ in range(5))))
    upper = [("", 1), ("Budget 2024", 3), ("Utfall 2024", 3)]
    lower = [("", 1), *((name, 1) for name in ("Int\xe4kt", "Kostnad", "Netto") * 2)]
    flat = [
        ("", 1),
        *((f"{name} {side}", 1) for side in ("budget", "utfall") for name in ("Int\xe4kt", "Kostnad", "Netto")),
    ]

    def turned(rows: list[Row]) -> list[Row]:
        return [(kind, label, tuple(values[at] for at in order) if values else ()) for kind, label, values in rows]

    found = [
        Printed(
            "Utveckling \xf6ver fem \xe5r",
            "multi_year_overview",
            [[("", 1), *((str(2024 - n), 1) for n in range(5))]],
            overview,
        ),
        Printed("Resultatr\xe4kning", "income_statement", [heads], turned(statement)),
    ]
    if layout.pairs:
        found += [Printed("Balansr\xe4kning", "balance_sheet", [dates], turned(part)) for part in (left, right)]
    else:
        found.append(Printed("Balansr\xe4kning", "balance_sheet", [dates], turned(left + right)))
    return [
        *found,
        Printed(
            "Bidrag fr\xe5n medlemmarna",
            "contributions_overview",
            [[("", 1), ("2024", 1), ("Andel 2024", 1), ("2023", 1), ("Andel 2023", 1)]],
            shares,
            "Belopp i kronor",
        ),
        Printed("Driftredovisning", "operating_account", [upper, lower] if layout.upper else [flat], account),
        Printed("M\xe5l", "goals", [[("", 1), ("M\xe5l", 1), ("Utfall 2024", 1), ("Bed\xf6mning", 1)]], goals, ""),
        Printed(
            "Deltagare",
            "participants",
            [[("", 1), ("Kvinnor", 1), ("M\xe4n", 1), ("Totalt", 1), ("Andel kvinnor", 1)]],
            people,
            "Antal",
        ),
    ]


def percent(share: float) -> str:
    """Return a share as it is printed."""
    return f"{share * 100:.1f} %".replace(".", ",")


def table_html(table: Printed, layout: Layout, rng: random.Random) -> str:
    """Return a table as HTML."""
    note = layout.note if table.statement in ("income_statement", "balance_sheet") else "none"
    out = "<table><thead>"
    for level, head in enumerate(table.heads):
        cells = [f'<th class="l">{table.unit if level == 0 else ""}</th>']
        for text, span in head[1:]:
            cells.append(f'<th colspan="{span}" {"style=text-align:center" if span > 1 else ""}>{text}</th>')
        if note != "none":
            cells.insert(1 if note == "left" else len(cells), '<th class="n">Not</th>')
        out += f"<tr>{''.join(cells)}</tr>"
    out += "</thead><tbody>"
    for kind, label, values in table.rows:
        mark = f"<sup>{rng.randint(1, 4)}</sup>" if layout.marks and rng.random() < 0.2 else ""
        dots = f'<span class="dots">{". " * 90}</span>' if layout.leaders and values else ""
        name = f"<span>{html.escape(label)}{mark}</span>"
        cells = [f'<td class="l"><div class="led">{name}{dots}</div></td>']
        for value in values:
            words = isinstance(value, str) and not any(sign.isdigit() for sign in value)
            cells.append(f'<td class="{"t" if words else "v"}">{amount(value, layout)}</td>')
        if not values:
            cells += ["<td></td>"] * (sum(span for _, span in table.heads[-1]) - 1)
        if note != "none":
            number = str(rng.randint(2, 9)) if kind == "row" and rng.random() < 0.5 else ""
            cells.insert(1 if note == "left" else len(cells), f'<td class="n">{number}</td>')
        out += f'<tr class="{kind}">{"".join(cells)}</tr>'
    return out + "</tbody></table>"


def report(layout: Layout, seed: int) -> tuple[str, list[dict[str, str]]]:
    """Return a report as HTML and its key."""
    rng = random.Random(seed + 1)
    parts, key = [], []
    printed = tables(layout, seed)
    for number, table in enumerate(printed, 1):
        body = f"<h2>{table.title}</h2>{table_html(table, layout, rng)}"
        parts.append(body if table.statement != "participants" else f"<p>{TEXT}</p>{body}")
        for at, (_, label, values) in enumerate(table.rows, 1):
            key += [
                cell(number, table, at, column, label, value)
                for column, value in enumerate(values, 1)
                if has_number(value)
            ]
    if layout.pairs:
        at = next(n for n, table in enumerate(printed) if table.statement == "balance_sheet")
        parts[at : at + 2] = [f'<div class="pair"><div>{parts[at]}</div><div>{parts[at + 1]}</div></div>']
    top = f"<h1>\xc5rsredovisning 2024</h1><p>{TEXT}</p>"
    if layout.cards:
        figures = [
            ("\xc5rets resultat, tkr", "207", "345"),
            ("Soliditet", "70,7 %", "70,1 %"),
            ("Deltagare i insatser", "378", "220"),
        ]
        top += '<div class="cards">'
        for at, (name, now, then) in enumerate(figures, 1):
            top += f'<div class="card">{name}<b>{now}</b>2023: {then}</div>'
            card = Printed("", "context", [], [])
            key += [cell(0, card, at, column, name, text) for column, text in enumerate((now, then), 1)]
        top += "</div>"
    inner = f'<div class="cols"><p>{TEXT * 3}</p>{"".join(parts)}</div>' if layout.columns else "".join(parts)
    page = f'<!doctype html><html lang="sv"><meta charset="utf-8"><style>{BASE}{layout.css}</style><body>{top}{inner}</body></html>'
    return page, key


def has_number(value: float | str | None) -> bool:
    """Return whether a value is a number or a dash."""
    return value is not None and (not isinstance(value, str) or any(sign.isdigit() for sign in value))


def cell(number: int, table: Printed, row: int, column: int, label: str, value: float | str | None) -> dict[str, str]:
    """Return a row of the key."""
    if isinstance(value, str):
        digits = "".join(sign for sign in value if sign.isdigit() or sign == ",")
        amount_text = digits.replace(",", ".")
    else:
        amount_text = str(value or 0)
    return {
        "table": str(number),
        "row": str(row),
        "column": str(column),
        "label": label,
        "printed": str(value),
        "value": amount_text,
        "kind": "dash" if value == 0 else "money",
        "statement": table.statement,
    }


def chosen(apart: bool) -> Sequence[Layout]:
    """Return the layouts to develop with, or those kept apart."""
    return [layout for layout in LAYOUTS if layout.apart == apart]
