"""Every constant of the mapping decides something: half or twice of it changes what small reports come to."""

from collections.abc import Iterator
from typing import Any

import pytest
from finsam_audit.mapping.columns import columns_of
from finsam_audit.mapping.mapper import map_report, map_state
from finsam_audit.mapping.names import stems
from finsam_audit.mapping.report import Number, Report, Row, Table
from finsam_audit.mapping.statements import scores_of
from finsam_audit.mapping.units import links
from finsam_audit.mapping.words import constants

LINES = 1000
Rows = list[tuple[str, list[str]]]


def bare(heading: str, columns: list[str], rows: Rows, table_no: int = 1, unit: str = "") -> Table:
    """Return a table of labels and prints."""
    return Table(
        table_no,
        heading,
        unit,
        dict(enumerate(columns, 1)),
        tuple(
            Row(line, label, tuple(Number(line, c, 1, print_) for c, print_ in enumerate(prints, 1)))
            for n, (label, prints) in enumerate(rows, 1)
            for line in [str(table_no * LINES + n)]
        ),
    )


def income(prints: list[tuple[str, str]], columns: list[str], unit: str = "kr", table_no: int = 1) -> Table:
    """Return an income statement of five lines."""
    labels = (
        "Verksamhetens intäkter",
        "Verksamhetens kostnader",
        "Verksamhetens resultat",
        "Finansiella intäkter",
        "Årets resultat",
    )
    return bare(
        "Resultaträkning",
        columns,
        [(label, list(pair)) for label, pair in zip(labels, prints, strict=True)],
        table_no,
        unit,
    )


PRINTS = [
    ("512 345", "490 120"),
    ("-480 210", "-485 333"),
    ("32 135", "4 787"),
    ("5 200", "9 100"),
    ("37 335", "13 887"),
]
SCORED = (
    bare("", ["Intäkt", "Kostnad", "Netto"], [("a", ["1", "2", "3"])]),
    bare("", ["Utfall 2024", "Budget 2024", "Avvikelse"], [("a", ["1", "2", "3"])]),
    bare("", ["Budget 2025", "Budget 2026"], [("a", ["1", "2"])]),
    bare("", ["2024", "2023", "2022"], [("a", ["1", "2", "3"])]),
    bare("", ["2024", "2023", "2022", "2021"], [("a", ["1", "2", "3", "4"])]),
    bare("", ["Mål", "Bedömning"], [("a", ["1", "Uppfyllt"])]),
    bare("", ["Kvinnor", "Män"], [("a", ["1", "2"])]),
    bare("Not 3 Kostnader", ["2024"], [("a", ["700"])]),
    bare("Balansräkning", ["2024"], [("a", ["1 700"]), ("Summa tillgångar", ["9"]), ("Kassa och bank", ["9"])]),
    bare("", ["2024"], [(word, ["9"]) for word in ("Soliditet", "Antal anställda", "Balansomslutning")]),
    bare(
        "",
        ["2024"],
        [(word, ["9"]) for word in ("Summa tillgångar", "Summa eget kapital och skulder", "Kassa och bank")],
    ),
    bare("", ["2024"], [(word, ["9"]) for word in ("Omsättningstillgångar", "Avsättningar", "Kortfristiga skulder")]),
)


def unit_reports() -> Iterator[Report]:
    """Yield reports whose units hang on one tie, one print or one size."""
    for size in ("37", "373", "3 733"):
        for printed in ("kr", "tkr", ""):
            note = bare(
                "Not 6 Eget kapital",
                ["2024"],
                [("Årets resultat", [size]), ("Utgående eget kapital", ["7 777"])],
                2,
                printed,
            )
            for unit in ("kr", "tkr", ""):
                prints = [(f"{size} 335" if "335" in a else a, b) for a, b in PRINTS]
                yield report(income(prints, ["2024", "2023"], unit), note)
    for scale in ("9", "99", "9 999", "99 999", "150 000", "999 999", "199 999 999", "999 999 999"):
        for unit in ("", "kr", "tkr", "mkr"):
            yield report(bare("Resultaträkning", ["2024"], [("Verksamhetens intäkter", [scale])], 1, unit))
    repeated = [
        (label, [value, "1"])
        for label, value in zip("abcdefgh", ("11", "22", "33", "44", "55", "66", "77", "88"), strict=True)
    ]
    yield report(
        bare("Driftredovisning", ["Utfall 2024", "Budget 2024"], repeated, 1, "kr"),
        bare("Not 3 Kostnader", ["2024", "2023"], repeated, 2, "tkr"),
    )


def year_reports() -> Iterator[Report]:
    """Yield reports with a column that prints no year, whose lines agree with two years more or less."""
    base = income(PRINTS, ["2024", "2023"])
    for first, second in (
        ("512 345", "13 887"),
        ("37 335", "490 120"),
        ("512 345", "4 787"),
        ("7", "13 887"),
        ("512 345", "999"),
    ):
        rows = [("Intäkter", [first, "1"]), ("Årets resultat", [second, "2"])]
        for columns in (["Kronor", "Tkr 2019"], ["Kronor", "Belopp"]):
            yield report(base, bare("Flerårsöversikt", columns, rows, 2))
    small = income([("900", "800"), ("-700", "-650"), ("200", "150"), ("57", "91"), ("257", "241")], ["2024", "2023"])
    yield report(small, bare("Flerårsöversikt", ["Kronor"], [("Årets resultat", ["241"])], 2))
    yield report(small, bare("Flerårsöversikt", ["Kronor"], [("Finansnetto", ["91"]), ("Kostnader", ["650"])], 2))
    # a heading of the year before last over the figures of last year: of one line, of two, of small amounts
    for misprinted in (
        [("Årets resultat", ["37 335", "13 887"])],
        [("Intäkter", ["512 345", "490 120"]), ("Årets resultat", ["37 335", "13 887"])],
    ):
        yield report(base, bare("Flerårsöversikt", ["2024", "2022"], misprinted, 2))
    yield report(small, bare("Flerårsöversikt", ["2024", "2022"], [("Årets resultat", ["257", "241"])], 2))
    four = bare("Flerårsöversikt", ["A", "B", "C"], [("Årets resultat", ["37 335", "13 887", "4"])], 2)
    yield report(base, four)


def other_reports() -> Iterator[Report]:
    """Yield reports that hang on a few amounts: sums of few digits, signs, names, counts, goals."""
    for a, b, total in (("30", "-10", "20"), ("300", "-100", "200"), ("30 000", "-10 000", "20 000")):
        yield report(
            bare(
                "Resultaträkning",
                ["2024"],
                [("Verksamhetens intäkter", [a]), ("Xx", [b]), ("Verksamhetens resultat", [total])],
            )
        )
    yield report(
        bare(
            "Kassaflödesanalys",
            ["2024"],
            [("Likvida medel vid årets början", ["500"]), ("Årets kassaflöde", ["100"]), ("Xx", ["600"])],
        )
    )
    yield report(
        bare(
            "Not 6 Eget kapital",
            ["2024"],
            [("Ingående eget kapital", ["500"]), ("Årets resultat", ["100"]), ("Rättelse", ["20"]), ("Xx", ["620"])],
        )
    )
    for costs in (["5"], ["5", "-6"], ["5", "6", "-7", "-8", "-9"], ["-5", "6", "7"]):
        rows: Rows = [(f"Kostnad {n}", [cost, f"-{n + 1}"]) for n, cost in enumerate(costs)]
        yield report(bare("Not 3 Kostnader", ["2024", "2023"], rows))
    for total in ("-300", "-250", "-200", "-150", "300"):
        for other in ("-300", "300"):
            rows = [
                ("Kansli", ["100", "100"]),
                ("Stegen", ["200", "200"]),
                ("Språng", ["0", "0"]),
                ("Summa", [total, other]),
            ]
            yield report(bare("Driftredovisning", ["Utfall 2024", "Budget 2024"], rows))
    for agree in range(1, 8):
        for fail in range(0, 4):
            names = [f"Insats{chr(97 + n)}" for n in range(agree + fail)]
            account: Rows = [(name, [f"{1000 + 7 * n}"]) for n, name in enumerate(names)]
            note: Rows = [(name, [f"{1000 + 7 * n + (500 if n < fail else 0)}"]) for n, name in enumerate(names)]
            yield report(bare("Driftredovisning", ["Utfall 2024"], account), bare("Not 3 Kostnader", ["2024"], note, 2))
    yield report(bare("Året i siffror", ["2024"], [("Xx", ["700"]), ("Yy", ["1 500"])]))
    for lines in range(2, 7):
        for years in range(1, 5):
            rows = [(str(2024 - n), [str(1000 * n + line) for line in range(lines)]) for n in range(years)]
            yield report(bare("Flerårsöversikt", list("abcdef")[:lines], rows))
    sheet = bare("Balansräkning", ["2024"], [("Summa eget kapital", ["200 000"])], 2, "kr")
    paid = bare("Not 2 Intäkter", ["2024"], [("Staten", ["1 000 000"]), ("Summa", ["1 000 000"])], 3, "kr")
    for share in ("20,00 %", "20,08 %", "20,15 %", "20,3 %"):
        goals = bare(
            "Mål",
            ["Mål", "Utfall 2024", "Bedömning"],
            [("Eget kapital av medlemsbidrag", ["20 %", share, "Uppfyllt"])],
            4,
        )
        yield report(income(PRINTS, ["2024", "2023"]), sheet, paid, goals)
    own: Rows = [(f"Eget {n}", ["minst 5", "6", "Ja"]) for n in range(20)]
    yield report(bare("Mål", ["Mål", "Utfall 2024", "Bedömning"], own))
    for counted in (("41", "47"), ("412", "417"), ("41 200", "41 700")):
        overview = bare("Översikt", ["2024", "2023", "2022"], [("Deltagare", [counted[0], "5", "6"])])
        yield report(overview, bare("Deltagare 2024", ["Totalt"], [("Lotsen", ["9"]), ("Summa", [counted[1]])], 2))
    for heading in ("", "Not 3", "Not 4", "Mål"):
        for label in ("Fordringar", "Skatt", "Kansli", "Fordringar och skulder", "Staten"):
            yield report(bare(heading, ["2024"], [(label, ["7 000"])]))


def report(*tables: Table) -> Report:
    """Return a report of 2024."""
    return Report("Provstad", "", "annual_report", 2024, "provstad", tables)


def outcome() -> list[Any]:
    """Return what everything comes to."""
    scores = [sorted(scores_of(table, columns_of(table)).items()) for table in SCORED]
    reports = [*unit_reports(), *year_reports(), *other_reports()]
    names = [sorted(stems(name)) for name in ("Insatsen Spår", "Stegen", "Verkstaden")]
    return [scores, names, [map_report(found) for found in reports], [units_of(found) for found in reports]]


def units_of(found: Report) -> tuple[list[int], list[float]]:
    """Return the power of ten of each table, and what their links are worth."""
    tables = map_state(found)[0].tables
    return [mapped.exponent for mapped in tables], sorted(links(tables).values())


@pytest.fixture(scope="module")
def before() -> list[Any]:
    """Return what everything comes to with the constants as they are."""
    return outcome()


@pytest.mark.parametrize("name", sorted(constants()))
def test_half_or_twice_a_constant_is_noticed(name: str, before: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    value = constants()[name]
    noticed = []
    for factor in (2, 0.5):
        monkeypatch.setitem(constants(), name, value * factor)
        noticed.append(outcome() != before)
        if any(noticed):
            return
    pytest.fail(f"neither half nor twice {name} changes anything")
