"""Running text as files: what a sentence says of all who took part, of this year and of another."""

from collections.abc import Callable

import pytest
from conftest import FindingsOf

Told = Callable[[str], dict[str, str]]

REPORT = """\
# Samordningsförbundet Provby

# Årsredovisning 2021

## Året

Insatserna hade 222 deltagare. {}

## Resultaträkning (kr)

| | 2021 | 2020 |
|:--|--:|--:|
| Medlemsbidrag | 4 352 000 | 4 192 000 |
| Övriga intäkter | 32 100 | 28 400 |
| Verksamhetens intäkter | 4 384 100 | 4 220 400 |
| Verksamhetens kostnader | -4 298 774 | -4 103 511 |
| Avskrivningar | -12 000 | -12 000 |
| Årets resultat | 73 326 | 104 889 |

## Deltagare

| Insats | Kvinnor 2021 | Män 2021 | Alla 2021 |
|:--|--:|--:|--:|
| Mossbacken | 50 | 35 | 85 |
| Fyrklövern | 34 | 28 | 62 |
| Trädan | 13 | 13 | 26 |
| Nystart | 19 | 30 | 49 |
| Alla insatser | 116 | 106 | 222 |
"""


@pytest.fixture
def told(findings_of: FindingsOf) -> Told:
    """Return a function that checks a report with a sentence: what is told of the text, place and amount."""

    def run(sentence: str) -> dict[str, str]:
        return {
            one["finding_key"].split("/narrative/")[1]: str(one["suggested_amount"])
            for one in findings_of(REPORT.format(sentence))
            if "/narrative/" in one["finding_key"]
        }

    return run


@pytest.mark.parametrize(
    "sentence",
    [
        "Kvinnornas andel var 43 procent.",
        "Av deltagarna var 43 procent kvinnor.",
        "Kvinnorna utgjorde 43 procent av deltagarna.",
        "Männens andel var 57 procent.",
    ],
)
def test_the_share_of_a_sex_is_that_of_the_table(told: Told, sentence: str) -> None:
    sex, share = ("men", "48") if "Männens" in sentence else ("women", "52")
    assert told(sentence) == {f"participants/{sex}/share/2021": share}
    assert told(sentence.replace("43", "52").replace("57", "48")) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "Av de avslutade var 43 procent kvinnor.",
        "I Fyrklövern var 43 procent av deltagarna kvinnor.",
        "Målet var att minst 43 procent av deltagarna skulle vara kvinnor.",
        "I styrelsen är 43 procent kvinnor.",
    ],
)
def test_the_share_of_a_sex_of_others_is_not(told: Told, sentence: str) -> None:
    assert told(sentence) == {}


def test_an_amount_of_the_year_before_is_wrong_in_a_sentence_of_this_one(told: Told) -> None:
    assert told("Medlemsbidragen var 4 352 000 kr.") == {}
    assert told("Medlemsbidragen var 4 192 000 kr.") == {"contribution/actual/2021": "4352000"}
    assert told("Medlemsbidragen var 4 192 000 kr under 2021.") == {"contribution/actual/2021": "4352000"}
    for sentence in (
        "Medlemsbidragen var 4 192 000 kr året före.",
        "Medlemsbidragen var 4 352 000 kr (4 192 000 kr).",
        "Medlemsbidragen var 4 352 000 kr under 2021, mot 4 192 000 kr året före.",
        "År 2020 var medlemsbidragen 4 192 000 kr.",
        "Medlemsbidragen ökade från 4 192 000 kr till 4 352 000 kr.",
    ):
        assert told(sentence) == {}, sentence


def test_what_an_amount_takes_in_is_no_name_of_it(told: Told) -> None:
    sentence = "Verksamhetens kostnader, avskrivningar inräknade, uppgick till {} kronor."
    assert told(sentence.format("4 310 774")) == {}
    assert set(told(sentence.format("4 301 774"))) == {"total_costs/actual/2021"}


def test_a_count_of_two_rows_together_is_that_of_neither(told: Told) -> None:
    assert told("Till Trädan eller Nystart kom 75 personer.") == {}


def test_an_amount_that_a_slip_parts_from_its_row_is_held_against_it(told: Told) -> None:
    # of the year before, by its row
    sentence = "Årets resultat blev 73 326 kr (2020: {})."
    assert told(sentence.format("104 898 kr")) == {"net_result/actual/2020": "104889"}
    assert told(sentence.format("104 889 kr")) == {}


def test_an_amount_that_is_not_nearly_one_of_its_row_is_its_own(told: Told) -> None:
    # another amount, one of a round sum, one with too few digits to tell
    for sentence in (
        "Årets resultat blev 73 326 kr (2018: 117 402 kr).",
        "Medlemsbidraget 2022 är 4 390 000 kr.",
        "Avskrivningar om 13 000 kr återstår.",
        # how much more, of another thing, of a year without its number
        "Årets resultat blev 104 898 kr högre än 2020.",
        "Till årets resultat bidrog projektet 2020 med 104 898 kr.",
    ):
        assert told(sentence) == {}, sentence


@pytest.mark.parametrize("verb", ["ändrades under året", "ökade"])
def test_by_how_much_cash_changed_is_no_cash_and_no_participants(findings_of: FindingsOf, verb: str) -> None:
    flow = "## Kassaflödesanalys (kr)\n\n| | 2021 | 2020 |\n|:--|--:|--:|\n| Årets kassaflöde | {} | 104 889 |\n"
    flow += "| Likvida medel vid årets början | 804 889 | 700 000 |\n| Likvida medel vid årets slut | {} | 804 889 |\n"
    report = REPORT.replace("## Deltagare", flow.format("315 465", "1 120 354") + "\n## Deltagare")
    sentence = f"Likvida medel {verb} med {{}} kr."
    keys = [
        [one["finding_key"].split("/narrative/")[1] for one in findings_of(text) if "/narrative/" in one["finding_key"]]
        for text in (report.format(sentence.format(amount)) for amount in ("315 465", "351 465"))
    ]
    assert keys == [[], ["cash_change/deviation/2021"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "I de projekt som tar emot deltagare fanns under året sammanlagt {} personer.",
        "Sammanlagt {} personer har under året tagit del av insatserna.",
    ],
)
def test_all_who_took_part_are_counted_in_other_words(told: Told, sentence: str) -> None:
    assert told(sentence.format(222)) == {}
    assert list(told(sentence.format(232)).values()) == ["222"]
