"""Operating accounts that hold a part of the association: without its members, with lines below their sum."""

from collections.abc import Callable

import pytest
from conftest import FindingsOf

Told = Callable[..., dict[str, str]]

RESULT = """\
## Resultaträkning (kr)

| | 2020 | 2019 |
|:--|--:|--:|
| Bidrag från medlemmar | 5 872 000 | 5 760 000 |
| Projektbidrag | 388 250 | 415 000 |
| Övriga intäkter | 6 250 | 30 000 |
| Summa intäkter | 6 266 500 | 6 205 000 |
| Verksamhetens kostnader | -5 755 743 | -6 264 677 |
| Verksamhetens resultat | 510 757 | -59 677 |
| Finansiella kostnader | -1 842 | -1 793 |
| Årets resultat | 508 915 | -61 470 |
"""
WITHOUT_MEMBERS = """\
## Driftredovisning (kr)

| Insats | Kostnad | Intäkt | Netto | Budget | Avvikelse | Kostnad 2019 | Netto 2019 |
|:--|--:|--:|--:|--:|--:|--:|--:|
| Kansli | -858 001 | - | -858 001 | -885 000 | 26 999 | -897 275 | -897 275 |
| Mossbacken | -1 685 225 | - | -1 685 225 | -1 635 000 | -50 225 | -1 810 974 | -1 810 974 |
| Fyrklövern | -2 387 066 | - | -2 387 066 | -2 475 000 | 87 934 | -2 647 698 | -2 647 698 |
| Nystart | -825 451 | 388 250 | -437 201 | -405 000 | -32 201 | -908 730 | -493 730 |
| Summa | -5 755 743 | 388 250 | -5 367 493 | -5 400 000 | 32 507 | -6 264 677 | -5 849 677 |
"""
BELOW_ITS_SUM = """\
## Driftredovisning (kr)

| Insats | Intäkter | Kostnader | Netto | Budget | Avvikelse |
|:--|--:|--:|--:|--:|--:|
| Bidrag | 5 878 250 | – | 5 878 250 | 5 880 000 | -1 750 |
| Kansli | – | -858 001 | -858 001 | -885 000 | 26 999 |
| Mossbacken | – | -1 685 225 | -1 685 225 | -1 635 000 | -50 225 |
| Fyrklövern | – | -2 387 066 | -2 387 066 | -2 475 000 | 87 934 |
| Nystart | 388 250 | -825 451 | -437 201 | -405 000 | -32 201 |
| Summa verksamheten | 6 266 500 | -5 755 743 | 510 757 | 480 000 | 30 757 |
| Finansnetto |  |  | -1 842 | – | -1 842 |
| Årets resultat |  |  | 508 915 | 480 000 | 28 915 |
"""
OF_EACH = """\
## Driftredovisning

### Mossbacken

| Kronor | Intäkter | Kostnader | Netto |
|:--|--:|--:|--:|
| Budget | 0 | -1 635 000 | -1 635 000 |
| Utfall | 0 | -1 685 225 | -1 685 225 |
| Avvikelse | 0 | -50 225 | -50 225 |

### Nystart

| Kronor | Intäkter | Kostnader | Netto |
|:--|--:|--:|--:|
| Budget | 400 000 | -805 000 | -405 000 |
| Utfall | 388 250 | -825 451 | -437 201 |
| Avvikelse | -11 750 | -20 451 | -32 201 |
"""


@pytest.fixture
def told(findings_of: FindingsOf) -> Told:
    """Return a function that checks an income statement with an account: what is told, place and suggestion."""

    def run(account: str, *changes: tuple[str, str]) -> dict[str, str]:
        for printed, other in changes:
            assert account.count(printed) == 1, printed
            account = account.replace(printed, other)
        text = f"# Finsam Provdal\n\n# Årsredovisning 2020\n\n{RESULT}\n{account}"
        return {
            one["finding_key"].split("/", 1)[1]: str(one["suggested_amount"])
            for one in findings_of(text)
            if one["class"] != "missing" or "/section/" not in one["finding_key"]
        }

    return run


def test_an_account_without_the_members_ties_to_the_result_without_them(told: Told) -> None:
    assert told(WITHOUT_MEMBERS) == {}
    # its income is the grants of the projects alone, and its net what is left of the costs
    assert told(WITHOUT_MEMBERS, ("-5 849 677", "-5 894 677")) == {"operating_account/total/net/2019": "-5849677"}
    assert set(told(WITHOUT_MEMBERS, ("| -5 755 743 | 388 250 |", "| -5 755 743 | 382 850 |"))) == {
        "operating_account/total/income/2020"
    }


def test_a_net_of_another_year_without_its_income_is_not_its_cost(told: Told) -> None:
    assert told(WITHOUT_MEMBERS, ("-493 730", "-439 730")) == {"operating_account/activity/nystart/net/2019": "-493730"}


def test_what_stands_below_the_sum_of_an_account_in_its_net_alone_lacks_nothing(told: Told) -> None:
    assert told(BELOW_ITS_SUM) == {}
    assert set(told(BELOW_ITS_SUM, ("-5 755 743", " "))) == {"operating_account/subtotal/verksamheten/cost/2020"}
    assert told(BELOW_ITS_SUM, ("| 508 915 | 480 000", "| 580 915 | 480 000")) == {
        "operating_account/total/net/2020": "508915"
    }


def test_a_row_of_the_members_and_more_is_no_contribution(told: Told) -> None:
    note = """
## Not 1 Medlemsbidrag

| | 2020 |
|:--|--:|
| Staten | 2 936 000 |
| Region Väst | 1 468 000 |
| Byns kommun | 1 468 000 |
| Summa | 5 872 000 |
"""
    both = [
        BELOW_ITS_SUM.replace("| Bidrag |", f"| {name} |") for name in ("Medlemsbidrag och övrigt", "Medlemsbidrag")
    ]
    assert [set(told(account + note)) for account in both] == [
        set(), {"operating_account/contribution/income/2020"}
    ]  # fmt: skip


def test_tables_of_one_activity_each_add_up_to_nothing(told: Told) -> None:
    assert told(OF_EACH) == {}
    assert set(told(OF_EACH, ("-825 451 | -437 201", "-825 451 | -437 021"))) != set()
