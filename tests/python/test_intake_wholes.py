"""What running text says of a whole: shares of what municipalities pay, interest, equity ratio, what a budget left."""

from pathlib import Path

import pytest
from finsam_audit.intake.read import read_report
from finsam_audit.mapping.mapper import map_report

Told = tuple[str, str, str, str]
TABLES = """Bidrag från medlemmarna

\t2024\t2023
Staten\t2 000 000\t2 000 000
Region Skog\t1 000 000\t1 000 000
Holmsele kommun\t600 000\t600 000
Stensjöby kommun\t300 000\t300 000
Extra bidrag från Forsnorets kommun\t100 000\t100 000
Summa\t4 000 000\t4 000 000

Resultaträkning

\tUtfall 2024\tBudget 2024
Verksamhetens intäkter\t4 000 000\t4 000 000
Verksamhetens kostnader\t-3 900 000\t-4 050 000
Finansiella intäkter\t17 092\t10 000
Årets resultat\t117 092\t-40 000
"""


def told(folder: Path, sentence: str, tables: str = TABLES) -> list[Told]:
    """Return code, member, measure and print of the numbers of running text above tables of 2024."""
    path = folder / "a.txt"
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\n{tables}", encoding="utf-8")
    rows = map_report(read_report(path).report)["line_items"]
    return [
        (r["line_item"], r["member"], r["measure"], r["printed"])
        for r in rows
        if r["statement"] == "narrative" and r["line_item"] != "row"
    ]


SHARES = [
    ("paid_share", "holmsele_kommun", "share", "67 procent"),
    ("paid_share", "stensjoby_kommun", "share", "33 procent"),
]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Av kommunernas del betalar Holmsele 67 procent och Stensjöby 33 procent.", SHARES),
        ("Kommunernas fjärdedel fördelas med 67 procent på Holmsele och 33 procent på Stensjöby.", SHARES),
        ("Kommunernas del fördelas 67 procent Holmsele, 33 procent Stensjöby.", SHARES),
        # of something else, of another year, one municipality named twice or without a percentage of its own
        ("Kommunernas deltagare är till 67 procent från Holmsele och 33 procent från Stensjöby.", []),
        ("År 2022 stod Holmsele för 67 procent av kommunernas del och Stensjöby för 33 procent.", []),
        ("Av kommunernas del betalar Holmsele 67 procent, det vill säga Holmsele 33 procent mer.", []),
        ("Holmsele växte med 67 procent och Stensjöby med 33 procent.", []),
    ],
)
def test_shares_of_what_the_municipalities_pay_are_theirs(tmp_path: Path, sentence: str, wanted: list[Told]) -> None:
    assert told(tmp_path, sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Soliditeten är 76,6 procent (75,6 procent vid förra årsskiftet).", [("equity_ratio", "76,6 procent")]),
        ("Soliditeten steg från 73 % till 76 %.", [("equity_ratio", "76 %")]),
        ("Soliditeten har gått från 73 till 76 procent.", [("equity_ratio", "76 procent")]),
        ("Målet för soliditeten är minst 40 procent.", []),
        ("Ränteintäkterna uppgick till 17 092 kr.", [("financial_income", "17 092 kr")]),
        ("Räntan på förbundets bankkonto gav 17 092 kr.", [("financial_income", "17 092 kr")]),
        ("Ränteintäkterna steg från 9 745 till 17 092 kronor.", [("financial_income", "17 092 kronor")]),
        ("Ränteintäkterna blev 7 092 kr högre än budget.", []),
        ("Resultatet är 157 092 kr bättre än budget.", [("result_above_budget", "157 092 kr")]),
        ("Verksamhetens kostnader blev 150 000 kr lägre än budget.", [("costs_below_budget", "150 000 kr")]),
        ("Verksamhetens kostnader blev 150 000 kr högre än budget.", [("costs_above_budget", "150 000 kr")]),
        ("Budgeten byggde på ett underskott på 400 000 kr.", [("deficit", "400 000 kr")]),
        ("Budgeten för 2024 var ett underskott på 400 000 kr.", [("deficit", "400 000 kr")]),
        ("Budgeten för 2025 är ett underskott på 400 000 kr.", []),
    ],
)
def test_what_a_sentence_says_of_a_whole_has_its_code(
    tmp_path: Path, sentence: str, wanted: list[tuple[str, str]]
) -> None:
    assert [(code, printed) for code, _, _, printed in told(tmp_path, sentence)] == wanted


def test_interest_by_a_row_of_that_name_is_that_row(tmp_path: Path) -> None:
    note = f"{TABLES}\nNot 5 Finansiella poster\n\n\t2024\t2023\nRänteintäkter\t15 092\t9 000\nUtdelning\t2 000\t0\n"
    assert told(tmp_path, "Ränteintäkterna uppgick till 17 029 kr.", note) == []


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Till arbete eller studier avslutades 37 personer.", ["arbete_eller_studier"]),
        # a share among women is none of all that are women
        ("Bland kvinnorna var andelen 40,9 %.", []),
    ],
)
def test_a_row_that_is_a_part_is_called_without_that_word(tmp_path: Path, sentence: str, codes: list[str]) -> None:
    ended = """Avslutade deltagare 2024

Orsak\tKvinnor\tMän\tTotalt
Arbete\t13\t13\t26
Studier\t5\t6\t11
Annat\t26\t19\t45
Summa\t44\t38\t82
varav arbete eller studier\t18\t19\t37
"""
    path = tmp_path / "a.txt"
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\n{ended}", encoding="utf-8")
    rows = map_report(read_report(path).report)["line_items"]
    members = [r["member"] for r in rows if r["statement"] == "narrative"]
    assert [any(code in member for member in members) for code in codes] == [True] * len(codes)
    assert len(members) == len(codes)
