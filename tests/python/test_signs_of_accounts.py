"""Operating accounts as files: costs with and without a sign, their deviations in kronor and in per cent."""

from collections.abc import Callable

import pytest
from conftest import FindingsOf

Told = Callable[..., dict[str, str]]

SIGNED = """\
| | Budget 2014 | Utfall 2014 | Avvikelse | Avvikelse % |
|:--|--:|--:|--:|--:|
| Medlemsbidrag | 4 900 000 | 4 900 000 | 0 | 0,0 % |
| Anmälningsavgifter | 10 000 | 9 714 | -286 | -2,9 % |
| Resursteamet | -1 365 000 | -1 351 974 | 13 026 | 1,0 % |
| Smärtskolan | -340 000 | -344 433 | -4 433 | -1,3 % |
| Gränslandet | -725 000 | -698 631 | 26 369 | 3,6 % |
| Delsumma insatser | -2 430 000 | -2 395 038 | 34 962 | 1,4 % |
| Kansli | -485 000 | -451 244 | 33 756 | 7,0 % |
| Styrelse | -115 000 | -107 291 | 7 709 | 6,7 % |
| Delsumma förvaltning | -600 000 | -558 535 | 41 465 | 6,9 % |
| Räntor, netto | 31 000 | 33 825 | 2 825 |  |
| Årets resultat | 1 911 000 | 1 989 966 | 78 966 | 4,1 % |
"""
UNSIGNED = """\
| | Budget 2014 | Utfall 2014 | Avvikelse |
|:--|--:|--:|--:|
| Medlemsbidrag | 4 900 000 | 4 900 000 | – |
| Konferensavgifter | 35 000 | 32 916 | -2 084 |
| Summa intäkter | 4 935 000 | 4 932 916 | -2 084 |
| Resursteamet | 1 365 000 | 1 351 974 | +13 026 |
| Smärtskolan | 340 000 | 344 433 | -4 433 |
| Summa insatser | 1 705 000 | 1 696 407 | +8 593 |
| Kansli | 485 000 | 451 244 | +33 756 |
| Styrelse | 115 000 | 107 291 | +7 709 |
| Summa gemensamt | 600 000 | 558 535 | +41 465 |
| Summa kostnader | 2 305 000 | 2 254 942 | +50 058 |
| Räntenetto | 1 000 | -902 | -1 902 |
| Årets resultat | 2 631 000 | 2 677 072 | 46 072 |
"""
FOR_EACH = """\
| Insats | Utfall 2014 | Invånare | Kostnad per invånare |
|:--|--:|--:|--:|
| Stegen | 1 450 000 | 29 | 50 000 |
| Bron | 2 160 000 | 40 | 54 000 |
| Spåret | 1 089 000 | 33 | 33 000 |
| Navet | 1 240 000 | 20 | 62 000 |
| Summa | 5 939 000 | 122 | 48 680 |
"""


@pytest.fixture
def told(findings_of: FindingsOf) -> Told:
    """Return a function that checks a report of one account, and returns what is told of it: place and suggestion."""

    def run(account: str, *changes: tuple[str, str], part: str = "operating_account") -> dict[str, str]:
        for printed, other in changes:
            assert account.count(printed) == 1
            account = account.replace(printed, other)
        text = f"# Finsam Provdal\n\n# Årsredovisning 2014\n\n## Driftredovisning (kr)\n\n{account}"
        return {
            one["finding_key"].split("/", 2)[2]: str(one["suggested_amount"])
            for one in findings_of(text)
            if one["class"] in ("error", "missing") and f"/{part}/" in one["finding_key"]
        }

    return run


def test_percentages_of_a_deviation_follow_one_convention_which_a_cell_may_break(told: Told) -> None:
    assert told(SIGNED) == {}
    # by the sign of the quotient, with no sign, and with brackets for what is worse
    turned = [(f" {share} % |\n", f" -{share} % |\n") for share in ("1,0", "3,6", "1,4", "7,0", "6,7", "6,9")]
    assert told(SIGNED, *turned, ("-1,3 %", "1,3 %")) == {}
    assert told(SIGNED, ("-2,9 %", "2,9 %"), ("-1,3 %", "1,3 %")) == {}
    assert told(SIGNED, ("-2,9 %", "(2,9 %)"), ("-1,3 %", "(1,3 %)")) == {}
    assert told(SIGNED, (" 7,0 %", " -7,0 %")) == {"administration/kansli/share/2014": "7"}
    assert set(told(SIGNED, (" 7,0 %", " 7,6 %"))) == {"administration/kansli/share/2014"}


def test_an_empty_percentage_is_missing_among_rows_of_its_sum_and_not_of_a_result(told: Told) -> None:
    assert set(told(SIGNED, (" 3,6 %", " "))) == {"activity/granslandet/share/2014"}


def test_subtotals_of_costs_are_costs_in_an_account_that_prints_no_signs(told: Told) -> None:
    assert told(UNSIGNED) == {}
    assert set(told(UNSIGNED, ("+8 593", "+8 953"))) == {"subtotal/driftredovisning_kr_summa_insatser/deviation/2014"}


def test_a_plan_in_whole_thousands_begins_with_what_the_year_closed_with_to_a_thousand(told: Told) -> None:
    plan = """\
## Balansräkning (kr)

| | 2014 | 2013 |
|:--|--:|--:|
| Kassa och bank | 1 940 455 | 1 800 312 |
| Summa tillgångar | 1 940 455 | 1 800 312 |
| Eget kapital | 1 823 055 | 1 700 212 |
| Kortfristiga skulder | 117 400 | 100 100 |
| Summa eget kapital och skulder | 1 940 455 | 1 800 312 |

## Plan 2015–2016 (kr)

| | 2015 | 2016 |
|:--|--:|--:|
| Medlemsbidrag | 4 000 000 | 4 100 000 |
| Kostnader | -4 196 000 | -4 231 000 |
| Planerat resultat | -196 000 | -131 000 |
| Eget kapital, ingång | 1 823 000 | 1 627 000 |
| Eget kapital, utgång | 1 627 000 | 1 496 000 |
"""
    assert told(plan, part="budget_plan") == {}
    assert set(told(plan, ("| 1 823 000", "| 1 832 000"), part="budget_plan")) == {"opening_equity/budget/2015"}


def test_what_each_inhabitant_costs_is_told_in_an_account_that_prints_no_signs(told: Told) -> None:
    assert told(FOR_EACH) == {}
    assert told(FOR_EACH, ("62 000", "68 000")) == {"activity/navet/ratio/2014": "62000"}
