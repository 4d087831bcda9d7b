"""Goals of single activities beside one of all, and accounts that set their outcome beside budget and year before."""

from collections.abc import Callable
from typing import Any

import pytest
from finsam_audit.mapping.columns import column_of

FindingsOf = Callable[[str], list[dict[str, Any]]]
GOALS = """# Samordningsförbundet Provet, årsredovisning 2024

## Mål och hur det gick

| Mål 2024 | Resultat | Nått? |
|---|---|---|
| Minst 35 % ska avslutas till arbete eller studier | 40,0 % | Ja |
| Ny riktning: minst 50 % till arbete eller studier | 52,8 % | Ja |
| Hälsosteget: minst 30 % till arbete eller studier | 29,2 % | {verdict} |
| Kostnaderna ska rymmas inom budget | 3 686 tkr | Ja |

## Driftredovisning (tkr)

| | Intäkt | Kostnad | Netto | Budget och avvikelse 2024 Budget, netto | Budget och avvikelse 2024 Avvikelse |
|---|---|---|---|---|---|
| Medlemsbidrag | 3 300 | – | 3 300 | 3 300 | – |
| Ny riktning | 468 | 1 744 | −1 276 | −1 350 | 74 |
| Hälsosteget | – | 1 871 | −1 871 | −1 850 | −21 |
| Revision | – | 71 | −71 | −70 | −1 |
| Verksamhetens resultat | 3 768 | 3 686 | 82 | 30 | 52 |
| Finansiella poster | 21 | 3 | 18 | – | 18 |
| Årets resultat | 3 789 | 3 689 | 100 | 30 | 70 |
"""
ACCOUNT = """# Samordningsförbundet Provet, årsredovisning 2025

## Driftredovisning (tkr)

| | Utfall 2025 | Budget 2025 | Avvikelse | Förbrukat | Jämfört med 2024 Utfall 2024 | Jämfört med 2024 Förändring |
|---|---|---|---|---|---|---|
| Språngbrädan | 2684 | 2750 | +66 | 98 % | 2541 | +143 |
| Ungdomsspåret | {outcome} | 1400 | +84 | 94 % | 1228 | +88 |
| Arbetsporten | 1142 | 1150 | +8 | 99 % | 874 | +268 |
| Kansli | 1087 | 1100 | +13 | 99 % | 1054 | +33 |
| Kostnader totalt | 6229 | 6400 | +171 | 97 % | 5697 | +532 |
| Medlemsbidrag | 6100 | 6100 | 0 | 100 % | 5900 | +200 |
| Ränta | 58 | 40 | +18 | 145 % | 83 | −25 |
| Resultat | −71 | −260 | +189 | | 286 | −357 |
"""


def told(findings: list[dict[str, Any]]) -> list[str]:
    messages = [found["message_sv"].replace("\u00a0", " ") for found in findings]
    return [message for message in messages if "delen saknas" not in message]


@pytest.mark.parametrize("verdict", ["Nej", "Ja"])
def test_goals_of_activities_are_judged_each_by_itself(verdict: str, findings_of: FindingsOf) -> None:
    messages = told(findings_of(GOALS.format(verdict=verdict)))
    assert len(messages) == (verdict == "Ja")
    assert all(
        '"Hälsosteget: minst 30 %' in m and 'bedömningen är "Ja", men målet är inte uppnått' in m for m in messages
    )


@pytest.mark.parametrize("outcome", ["1316", "1400"])
def test_an_account_beside_the_year_before_is_cast_without_what_follows(outcome: str, findings_of: FindingsOf) -> None:
    messages = told(findings_of(ACCOUNT.format(outcome=outcome)))
    assert len(messages) == (outcome == "1400")
    assert all('"Ungdomsspåret"' in message and "men bör ange 1 316 tkr" in message for message in messages)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Budget och avvikelse 2025 Budget, netto", "budget"),
        ("Budget och avvikelse 2025 Avvikelse", "deviation"),
        ("Utfall, budget och avvikelse Utfall", "actual"),
        ("Jämfört med 2024 Förändring", "deviation"),
        ("Nått?", "verdict"),
    ],
)
def test_a_heading_over_several_columns_leaves_each_what_it_is(heading: str, role: str) -> None:
    assert column_of(heading).role == role
