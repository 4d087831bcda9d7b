"""A wrong unit is told as that, with the digits that stand; costs by kind without a sum of them are costs."""

from collections.abc import Callable
from typing import Any

import pytest
from finsam_audit.mapping.mapper import map_report
from test_mapping import report_of, report_with

FindingsOf = Callable[[str], list[dict[str, Any]]]
REPORT = """# Samordningsförbundet Provet, årsredovisning 2024

{text}

## Flerårsöversikt (tkr)

| | 2024 | 2023 |
|---|---|---|
| Årets resultat | {result} | 430 |

## Resultaträkning (tkr)

| | 2024 | 2023 |
|---|---|---|
| Medlemsbidrag | 11 145 | 11 410 |
| Enskilda insatser | 7 846 | 7 920 |
| Gemensamma insatser | 1 312 | 1 405 |
| Kansli | 1 684 | 1 655 |
| Verksamhetens resultat | 303 | 430 |
| Årets resultat | 303 | 430 |
"""
RIGHT = "Förbundet finansierade enskilda insatser till en kostnad av 7,8 mnkr."
# one word for a unit, one for its thousandth
CASES = [
    (RIGHT, "303", None, None),
    (RIGHT.replace("mnkr", "tkr"), "303", "texten anger 7,8 tkr men bör troligen ange 7,8 mkr", "fel enhet är skriven"),
    (
        "Kansliet hade kostnader. Kostnaden för kansli var 1 684 mnkr.",
        "303",
        "texten anger 1 684 mkr men bör troligen ange 1 684 tkr",
        "fel enhet är skriven",
    ),
    (RIGHT, "302 704", "anger 302 704 tkr men bör", "beloppet är skrivet i kr"),
]


@pytest.mark.parametrize(("text", "result", "printed", "cause"), CASES)
def test_a_wrong_unit_is_told_in_the_right_one(
    text: str, result: str, printed: str | None, cause: str | None, findings_of: FindingsOf
) -> None:
    messages = [found["message_sv"] for found in findings_of(REPORT.format(text=text, result=result))]
    found = [m.replace("\u00a0", " ") for m in messages if "delen saknas" not in m]
    if printed is None or cause is None:
        assert found == []
    else:
        assert len(found) == 1 and printed in found[0] and cause in found[0]


def costs(*prints: list[str]) -> list[str]:
    names = ("Medlemsbidrag", "Enskilda insatser", "Kansli", "Avskrivningar", "Verksamhetens resultat")
    statement = report_of("Resultaträkning", ["2024", "2023"], list(zip(names, prints, strict=True)))
    return [row["line_item"] for row in map_report(report_with(statement, year=2024))["line_items"]][::2]


@pytest.mark.parametrize(
    ("result", "code"),
    # in one of two columns the result is not what they leave: nothing tells what they are
    [(["100", "90"], "cost_row"), (["100", "900"], "row")],
)
def test_rows_that_income_less_them_leaves_the_result_are_costs(result: list[str], code: str) -> None:
    found = costs(["1 000", "990"], ["700", "690"], ["190", "200"], ["10", "10"], result)
    assert found == ["contribution", code, code, "depreciation", "operating_result"]
    signed = costs(["1 000", "990"], ["-700", "-690"], ["-190", "-200"], ["-10", "-10"], result)
    assert signed == found
