"""What findings say, read on the shipped documents: no more than the figures decide, and where each figure stands."""

from pathlib import Path

import duckdb
import pytest

PLAN = "ostra_varmland_vp_2026/cover/decision_date/date/2026"
TEXT = "samspelet_ar_2025/narrative/activity/preparatory_karlstad/budget/2025"
SUM = "samspelet_ar_2025/operating_account/total/cost/2025"
RUNNING = "ostra_varmland_ar_2025/cash_flow/operating_cash_flow/actual/2025"
RECEIVABLES = "ostra_varmland_ar_2025/cash_flow/change_in_receivables/actual/2025"
OTHER_YEAR = "degerfors_karlskoga_ar_2024/contributions_overview/net_result/actual/2019"
BUDGET = "samspelet_ar_2025/budget_plan/opening_equity/budget/2028"
SHARE = "samspelet_ar_2025/goals/administration_share/share/2025"
NOTE = "degerfors_karlskoga_ar_2024/note_costs/administration/administration/actual/2024"
COSTS = "ostra_varmland_vp_2026/budget_plan/total_costs/budget/2028"
INCOME = "fryksdalen_ar_2025/multi_year_overview/row/t2r68/actual/2025"
PLANNED = "ostra_varmland_vp_2026/budget_plan/opening_equity/budget/2028"
PURPOSE = "degerfors_karlskoga_ar_2024/cost_by_purpose/individual_activity/coachingteam/actual/2024"
EQUITY = "degerfors_karlskoga_ar_2024/contributions_overview/equity/actual/2019"
FLOW = "ostra_varmland_ar_2025/cash_flow/net_cash_flow/actual/2025"
BEFORE = "ostra_varmland_ar_2025/cash_flow/change_in_receivables/actual/2024"
SCOPE = "degerfors_karlskoga_ar_2024/multi_year_overview/row/t1r87/actual/2024"
LEFT_OUT = "samspelet_ar_2025/cash_flow/operating_cash_flow/actual/2025"
REDUCED = "degerfors_karlskoga_ar_2024/narrative/contribution/deviation/2019-2024"
BLANK = "degerfors_karlskoga_ar_2024/contributions_overview/esf_surplus/actual/2019"
VERDICT = "degerfors_karlskoga_ar_2024/goals/structural_budget/structural/verdict/2024"


@pytest.fixture(scope="module")
def said(database: Path) -> dict[str, tuple[str, str]]:
    """Return the messages of the findings by their keys, Swedish and English."""
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select finding_key, message_sv, message_en from marts.findings"
        plain = [[text.replace("\u00a0", " ") for text in row] for row in connection.execute(query).fetchall()]
    return {key: (swedish, english) for key, swedish, english in plain}


@pytest.mark.parametrize(
    ("key", "swedish", "english"),
    [
        # of several relations the one that the correction alone makes come out
        (
            BEFORE,
            "anges till 51 931 kr; med förslaget: 150 246 − 120 144 + 21 829 = 51 931;",
            "with the suggestion: 150 246 − 120 144 + 21 829 = 51 931;",
        ),
        # another check that holds then, in numbers
        (
            SUM,
            '; förslaget stöds även av "Verksamhetens kostnader" i resultaträkningen (−9 447 tkr, annorlunda avrundat)'
            ' och kolumnen "Utfall 2025 Netto" (10 157 − 9 448 = 709).',
            '; "Verksamhetens kostnader" in the income statement (−9 447 tkr, rounded otherwise) and column'
            ' "Utfall 2025 Netto" (10 157 − 9 448 = 709) bear the suggestion out.',
        ),
        # the rule and its law stand behind what there is to do
        (SUM, "; räkna om det. (regel DR-001: Kolumnsumman", "; work it out again. (rule DR-001: Column total"),
        (PLAN, " (regel FN-013: Planens utfall är känt när den beslutas)", "outcome is known. (rule FN-013: "),
        # the blank that is the finding stays in its sum
        (BLANK, '") + 0 ("Överskott ESF-projekt") = −1 084 000', '") + 0 ("Överskott ESF-projekt") = −1 084 000'),
        (
            "fryksdalen_ar_2025/operating_account/activity/navet/net_deviation/2025",
            '; förslaget stöds även av "Navet överskott" i den löpande texten (87 896 kr) och "TOTALER" (24 623',
            '; "Navet överskott" in the running text (87 896 kr) and "TOTALER" (24 623',
        ),
        # what nothing decides, with the figure that would make it hold
        (EQUITY, "; med förslaget: 825 702 + 487 600 = 1 313 302.", "; with the suggestion: 825 702 + 487 600"),
        (PLAN, ": planen är daterad före utgången av det år som", ": the plan is dated before the year ends for which"),
        # two prints of one thing are told once, each with its place
        (
            TEXT,
            ': texten anger 310 tkr, men "Projekt förberedande Karlstad 852" 2025 i driftredovisningen, rad 320,',
            ': the text prints 310 tkr, but "Projekt förberedande Karlstad 852" 2025 in the operating account',
        ),
        (
            SUM,
            'De 13 talen från "Administration 800", rad 309, till "',
            'The 13 figures from "Administration 800", line 309, to',
        ),
        (
            VERDICT,
            "; 449 465 kr är räknat ur rapportens tabeller, medan ",
            "; 449 465 kr is computed from the tables of the report, while",
        ),
        (VERDICT, 'i tabellen "Strukturövergripande mål", rad 346, anger 445 tkr.', "line 346, prints 445 tkr."),
        # a table that no reader knows by a name goes by its heading; the line is that of the file
        (
            VERDICT,
            ', under "Strukturövergripande mål", textfilens rad 346, "',
            ', under "Strukturövergripande mål", line 346 of the text file, "',
        ),
        (VERDICT, 'ska vara högst målvärdet 447 000 kr ("', 'must be at most the threshold 447 000 kr ("'),
        (
            VERDICT,
            '; utfallet är 50 360 kr ("Medlemmar i samverkan" i ',
            '; the outcome is 50 360 kr ("Medlemmar i samverkan" in ',
        ),
        (
            PLAN,
            '; som utfall anges "Årets intäkter" 2025 i budgeten, rad 345, kolumnen "Resultat 2025".',
            'column "Resultat 2025".',
        ),
        # which figure the sum counts on that another finding changes
        (
            RUNNING,
            ", rad 289, rättas från −117 605 kr till 117 461 kr, se den avvikelsen)",
            ", line 289, is corrected from −117 605 kr to 117 461 kr, see that finding)",
        ),
        (RUNNING, ". Det tryckta talet, 44 239 kr, är 117 605 (", ". The printed figure, 44 239 kr, is 117 605 ("),
        (RUNNING, ', utan "Medel från verksamheten före ', ', without "Medel från verksamheten före '),
        (RUNNING, ', med omvänt tecken på "Ökning/minskning ', ', with the opposite sign of "Ökning/minskning '),
        (
            BUDGET,
            ', men "Kvar eget kapital inkl. 700 buffert" 2027, rad 402, anger 10 006 tkr (',
            ", prints 10 006 tkr (",
        ),
        (
            SHARE,
            '. Täljaren, 1 291, är 1 060 tkr ("Administration 800" i driftredovisningen, rad 309,',
            '; the denominator, 9 447, is the sum of 14 figures, from "Administration 800" in ',
        ),
        (SHARE, ": 1 291 / 9 447 = 13,67 %. Stäm av talet", ": 1 291 / 9 447 = 13,67 %. Compare the figure"),
        (RECEIVABLES, "(omvänt tecken, och 144 kr skiljer)", "(the opposite sign, and 144 kr apart)"),
        # no row is known that it was not added up from: a possible cause, no likely one
        (
            RECEIVABLES,
            ". Möjlig orsak: talet är inte omräknat efter en ändring",
            ". Possible cause: the figure was not worked out again",
        ),
        # the other print in its own unit, and the difference to it
        (
            NOTE,
            "anger 1 248 tkr (skillnad 1 tkr). De två talen ska vara lika, avrundade på samma sätt.",
            "prints 1 248 tkr (difference 1 tkr)",
        ),
        # of two prints the one that other sums count on holds
        (
            OTHER_YEAR,
            "anger −1 030 512 kr, som stämmer med rapportens övriga tal.",
            "agrees with the other figures",
        ),
        (COSTS, ", där −1 928 000 är tryckt; se avvikelsen", ", where −1 928 000 is printed; see the finding"),
        (
            INCOME,
            " kr för 2025 mot 3 015 280 kr i resultaträkningen (skillnad 427 kr); 3 045 378 kr för 2024 mot ",
            " (difference 427 kr); 3 045 378 kr for 2024 against ",
        ),
        # two rows of one name are told apart, and what a finding counts on that is wrong itself
        (PLANNED, '−2 028 000 ("Summa:" (Summa intäkter) 2027, rad 348', '"Summa:" (Total costs) 2027, line 362'),
        (
            PLANNED,
            '; rätta först "Tillgängliga medel" 2027, rad 346',
            '; correct first "Tillgängliga medel" 2027, line 346',
        ),
        # and what its correction makes of the amount
        (
            PLANNED,
            ", från −250 000 till −406 383: då blir beloppet här −181 383.",
            " to −406 383: the amount here then is −181 383.",
        ),
        (PLANNED, ": planen anger −150 000 (", ", with the figures as they are printed it is −25 000 ("),
        # of two names that were read as one item nothing says that either is wrong
        (
            TEXT,
            ". Avgör om båda talen avser samma sak, och rätta i så fall det som är fel.",
            "of one thing, and correct",
        ),
        (RUNNING, "; talen som de är tryckta ger −48 357 kr;", "; the figures as they are printed give −48 357 kr;"),
        # what holds besides once it is corrected: what is named counts once, the strongest evidence first
        (
            RUNNING,
            '; förslaget stöds även av "Årets förändring likvida medel" (186 709 kr).',
            '; "Årets förändring likvida medel" (186 709 kr) bear the suggestion out.',
        ),
        # the amounts that a cause rests on
        (
            SCOPE,
            'Troligen ingår "Avskrivningar" 2024 i resultaträkningen, rad 582, 7 986 kr, och "Finansiella'
            ' kostnader" 2024 i resultaträkningen, rad 586, 279 kr (tillsammans 8 265 kr) i talet här, men inte i talet'
            " i resultaträkningen: skriv ut vad som ingår",
            "279 kr (8 265 kr together), and the figure in the income statement does not: say what is included",
        ),
        (
            LEFT_OUT,
            '("Medel från verksamheten före förändring av rörelsekapital" 2025, rad 297, 709 tkr)',
            ", 709 tkr);",
        ),
        (SHARE, "(skillnad 1 procentenhet).", "(difference 1 percentage point)."),
        (REDUCED, " 666 000 kr, övriga tal ger 568 000 kr (", " 666 000 kr, other figures give 568 000 kr ("),
        # rows of other names, a print in whole tens, a part of a sum that is all of it
        (
            PURPOSE,
            "(skillnad 3 kr). Raderna heter olika men har lästs som samma post. ",
            "(difference 3 kr). The rows have other names and were read as one item. ",
        ),
        (EQUITY, ". Trolig orsak: talet är avrundat;", "the figure is rounded;"),
        (
            FLOW,
            "; rapporten har inga andra belopp i den summan;",
            "; the report has no other amounts in that sum",
        ),
    ],
)
def test_a_message_says_what_it_rests_on(
    key: str, swedish: str, english: str, said: dict[str, tuple[str, str]]
) -> None:
    assert swedish in said[key][0] and english in said[key][1], said[key]


def test_of_two_prints_that_nothing_decides_between_none_is_prescribed(said: dict[str, tuple[str, str]]) -> None:
    assert "bör ange" not in said[TEXT][0] and "should print" not in said[TEXT][1]
    # where digits have changed places, the other print is what it should be
    digits = said["fryksdalen_ar_2025/operating_account/activity/navet/net_deviation/2025"]
    assert "men bör ange 87 896 kr" in digits[0] and "and should print 87 896 kr" in digits[1]


def test_a_verdict_on_a_printed_outcome_names_no_other(said: dict[str, tuple[str, str]]) -> None:
    assert "räkenskaperna" not in said["samspelet_ar_2025/goals/within_budget/verdict/2025"][0]
