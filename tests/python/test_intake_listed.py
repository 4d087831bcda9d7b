"""Counts and amounts that a sentence lists, and a table prints in one column: the one that differs is told."""

from collections.abc import Callable
from typing import Any

import pytest
from finsam_audit.locate.slips import slip_in_place

FindingsOf = Callable[[str], list[dict[str, Any]]]
ENDED = """# Samordningsförbundet Provet, årsredovisning 2024

## Avslutade deltagare 2024 efter avslutsorsak

| Avslutsorsak | Kvinnor | Män | Totalt |
|---|---|---|---|
| Arbete | 13 | 12 | 25 |
| Studier | 4 | 5 | 9 |
| Arbetssökande hos Arbetsförmedlingen | 9 | 8 | 17 |
| Flytt eller avbrott | 21 | 18 | 39 |
| Summa | 47 | 43 | 90 |

"""
PAID = """# Samordningsförbundet Provet, årsredovisning 2024

## Medlemmarnas bidrag (kr)

| Medlem | 2024 | 2023 |
|---|---|---|
| Staten | 1 980 000 | 1 980 000 |
| Region Skog | 990 000 | 990 000 |
| Holmsele kommun | 514 800 | 517 770 |
| Stensjöby kommun | 297 000 | 294 030 |
| Forsnorets kommun | 178 200 | 178 200 |
| Summa | 3 960 000 | 3 960 000 |

"""
SPENT = """# Samordningsförbundet Provet, årsredovisning 2024

## Driftredovisning, kostnader per insats (kr)

| Verksamhet | Budget 2024 | Utfall 2024 | Avvikelse 2024 |
|---|---|---|---|
| Fotfäste | 1 590 000 | 1 569 385 | 20 615 |
| Nystart | 640 000 | 648 910 | −8 910 |
| Totalt | 2 230 000 | 2 218 295 | 11 705 |

"""


def errors(findings: list[dict[str, Any]]) -> list[str]:
    """Return the quantities of what is told as wrong, without the report."""
    return [found["finding_key"].split("/", 1)[1] for found in findings if found["class"] == "error"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Av dem gick 27 till arbete och 9 till studier.", ["narrative/row/arbete/count/2024"]),
        # a count of one digit may be any other
        ("Under året gick 25 till arbete och 6 till studier.", []),
        # another column, another year, no slip, one count alone, a goal
        ("Av kvinnorna gick 13 till arbete och 4 till studier.", []),
        ("Av dem gick 27 till arbete och 9 till studier, jämfört med färre året före.", []),
        ("Av dem gick 81 till arbete och 9 till studier.", []),
        ("Av dem gick 27 till arbete.", []),
        ("Målet var att 27 ska gå till arbete och 9 till studier.", []),
    ],
)
def test_a_count_is_told_that_a_table_has_otherwise_beside_the_others(
    sentence: str, told: list[str], findings_of: FindingsOf
) -> None:
    assert errors(findings_of(f"{ENDED}{sentence}\n")) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Holmsele kommun svarar för 514 800 kr, Stensjöby kommun för 279 000 kr.",
            ["narrative/contribution/stensjoby_kommun/actual/2024"],
        ),
        ("Holmsele kommun svarar för 514 800 kr, Stensjöby kommun för 297 000 kr.", []),
    ],
)
def test_who_answers_for_an_amount_pays_it(sentence: str, told: list[str], findings_of: FindingsOf) -> None:
    assert errors(findings_of(f"{PAID}{sentence}\n")) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Nystart översteg budgeten med 8 910 kr. Fotfäste lämnade ett överskott på 20 615 tkr.",
            ["narrative/surplus/fotfaste/deviation/2024"],
        ),
        ("Fotfäste lämnade ett överskott på 20 615 kr.", []),
        ("Nystart gav ett underskott på 8 190 kr.", ["narrative/deficit/nystart/deviation/2024"]),
        ("Förbundet räknar med ett överskott på 31 000 kr.", []),
    ],
)
def test_what_an_activity_has_left_is_of_its_budget(sentence: str, told: list[str], findings_of: FindingsOf) -> None:
    assert errors(findings_of(f"{SPENT}{sentence}\n")) == told


def test_women_and_men_are_held_against_all_behind_them(findings_of: FindingsOf) -> None:
    table = ENDED.replace("Avslutade deltagare 2024 efter avslutsorsak", "Deltagare per insats 2024")
    said = "Under 2024 deltog 47 kvinnor och 34 män i våra insatser, sammanlagt 90 deltaganden.\n"
    assert errors(findings_of(table + said)) == ["narrative/participants/men/count/2024"]


def test_what_an_amount_is_contained_in_is_not_what_it_is(findings_of: FindingsOf) -> None:
    balance = """# Samordningsförbundet Provet, årsredovisning 2024

## Balansräkning (tkr)

| | 2024 | 2023 |
|---|---|---|
| Fordringar | 100 | 90 |
| Kassa och bank | 2 904 | 2 731 |
| Summa tillgångar | 3 004 | 2 821 |
| Eget kapital | 1 916 | 1 842 |
| Kortfristiga skulder | 1 088 | 979 |
| Summa eget kapital och skulder | 3 004 | 2 821 |

"""
    assert errors(findings_of(f"{balance}I kassa och bank ingår skattekontot med 38 tkr.\n")) == []
    assert errors(findings_of(f"{balance}Kassa och bank uppgår till 2 940 tkr.\n")) != []


@pytest.mark.parametrize(
    ("count", "other", "slip"),
    [("27", "25", "digit_replaced"), ("52", "25", "digits_transposed"), ("127", "25", ""), ("81", "25", ""),
     ("251", "215", "digits_transposed"), ("521", "215", "")],
)  # fmt: skip
def test_a_slip_in_its_place_is_one_digit_or_two_exchanged(count: str, other: str, slip: str) -> None:
    assert slip_in_place(count, other) == slip
