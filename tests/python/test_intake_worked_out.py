"""Shares that running text works out, and what else its words decide: a deficit, a heading, a difference."""

from pathlib import Path

import pytest
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.read import read_report
from finsam_audit.intake.worked_out import worked_out
from finsam_audit.mapping.mapper import map_report
from test_intake_awkward import text
from test_intake_forms import TITLE

Told = tuple[str, str, str]
TABLES = """Resultaträkning

\t2024\t2023
Verksamhetens intäkter\t5 274 900\t5 180 200
Verksamhetens kostnader\t-5 420 100\t-5 033 800
Årets resultat\t-145 200\t146 400

Driftredovisning

\tBudget 2024\tUtfall 2024\tAvvikelse
Unga vuxna\t1 100 000\t1 084 672\t15 328
Stegen\t900 000\t886 400\t13 600
Summa\t2 000 000\t1 971 072\t28 928
"""


def told(folder: Path, sentences: str) -> list[Told]:
    """Return code, measure and print of the numbers of running text above tables of 2024."""
    path = folder / "a.txt"
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentences}\n\n{TABLES}", encoding="utf-8")
    rows = map_report(read_report(path).report)["line_items"]
    return [(r["line_item"], r["measure"], r["printed"]) for r in rows if r["statement"] == "narrative"]


@pytest.mark.parametrize(
    ("sentence", "prints"),
    [
        ("Av 96 avslutade gick 39 till arbete eller studier, 41 procent.", ["39", "96", "41 procent"]),
        ("Av de 1 096 svarande var 739 nöjda med stödet (67 %).", ["739", "1 096", "67 %"]),
        ("75 av totalt 181 avslutade gick vidare till studier, vilket är 41,4 %.", ["75", "181", "41,4 %"]),
    ],
)
def test_a_share_of_counts_is_read_with_both(tmp_path: Path, sentence: str, prints: list[str]) -> None:
    part, whole, share = prints
    assert told(tmp_path, sentence) == [
        ("part", "count", part),
        ("whole", "count", whole),
        ("part", "share", share),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        # a goal, another year, money, more than there are, percentage points
        "Av 96 avslutade ska 39 gå till arbete, minst 41 procent.",
        "Av 96 avslutade gick 39 till arbete, jämfört med 47 procent året före.",
        "Av 960 000 kronor gick 39 000 kronor till arbete, 4 procent.",
        "Av 39 avslutade gick 96 till arbete eller studier, 41 procent.",
        "Av 96 avslutade gick 39 till arbete, 4 procentenheter.",
    ],
)
def test_other_numbers_of_a_sentence_are_no_count_and_its_share(sentence: str) -> None:
    assert not list(worked_out([Text("1", sentence)]))


@pytest.mark.parametrize(
    ("sentence", "prints"),
    [
        ("Sammanlagt har 170 personer deltagit, 83 kvinnor och 78 män.", ["170 personer", "83 kvinnor", "78 män"]),
        ("I insatserna deltog 170 deltagare (87 män och 83 kvinnor).", ["170 deltagare", "83 kvinnor", "87 män"]),
        ("Av 161 personer som deltog var 91 kvinnor och 70 män.", ["161 personer", "91 kvinnor", "70 män"]),
    ],
)
def test_women_and_men_of_a_sentence_are_read_with_all_of_them(
    tmp_path: Path, sentence: str, prints: list[str]
) -> None:
    both, women, men = prints
    assert told(tmp_path, sentence) == [
        ("women", "count", women),
        ("men", "count", men),
        ("women_and_men", "count", both),
    ]


def test_a_number_belongs_to_one_thing_that_is_worked_out(tmp_path: Path) -> None:
    sentence = "Av 161 personer som deltog var 91 kvinnor (57 procent) och 70 män."
    assert [(code, measure) for code, measure, _ in told(tmp_path, sentence)] == [
        ("women", "count"), ("men", "count"), ("women_and_men", "count"), ("women", "share")
    ]  # fmt: skip


SEXES = [("women", "101 kvinnor"), ("men", "86 män")]


@pytest.mark.parametrize(
    ("sentence", "shares"),
    [
        ("I insatserna deltog 101 kvinnor (54 procent) och 86 män (46 procent).", ["54 procent", "46 procent"]),
        ("I insatserna deltog 101 kvinnor och 86 män, det vill säga 54 procent kvinnor.", ["54 procent"]),
        ("I insatserna deltog 101 kvinnor och 86 män. Kvinnornas andel var 54 procent.", ["54 procent"]),
        ("Det var 101 kvinnor och 86 män. Fler ville delta. Andelen kvinnor bland deltagarna blev 54 %.", ["54 %"]),
        # of others, of another year, to be reached, of an activity by its name
        ("I insatserna deltog 101 kvinnor och 86 män. Av de avslutade var 60 procent kvinnor.", []),
        ("I insatserna deltog 101 kvinnor och 86 män. Andelen kvinnor var 52 procent 2023.", []),
        ("I insatserna deltog 101 kvinnor och 86 män. Minst 50 procent kvinnor är målet.", []),
        ("I insatserna deltog 101 kvinnor och 86 män. Bland deltagarna i Stegen var 60 procent kvinnor.", []),
    ],
)
def test_shares_of_women_and_men_are_read_with_their_counts(sentence: str, shares: list[str]) -> None:
    found = [(role, spot.printed) for one in worked_out([Text("1", sentence)]) for role, spot in one.spots]
    assert found == ([*SEXES, *zip(("women_share", "men_share"), shares, strict=False)] if shares else [])


def test_a_share_over_the_end_of_a_line_leaves_the_counts(tmp_path: Path) -> None:
    sentence = "Totalt deltog 170 personer, 83 kvinnor och 87 män. Det är 49\nprocent kvinnor och 51 procent män."
    assert [code for code, *_ in told(tmp_path, sentence)] == ["row", "women", "men", "women_and_men", "men"]


@pytest.mark.parametrize(
    ("sentence", "label", "prints"),
    [
        ("79 personer slutade och av dem gick 45 till arbete, 57 %.", "till arbete", ["45", "79 personer", "57 %"]),
        ("105 deltagare slutade. 69 av dem, 66 %, fick arbete.", "fick arbete", ["69", "105 deltagare", "66 %"]),
        ("105 deltagare avslutades. 69 av dem, 66 %.", "Andel av dem", ["69", "105 deltagare", "66 %"]),
    ],
)  # fmt: skip
def test_a_share_of_persons_counted_before_is_read_with_both(sentence: str, label: str, prints: list[str]) -> None:
    (one,) = worked_out([Text("1", sentence)])
    assert one.label == label
    assert [spot.printed for _, spot in one.spots] == prints


def test_a_share_is_worked_out_though_a_table_prints_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\nAv 96 avslutade gick 39 till arbete, 47 procent.\n\n"
        "Deltagare\n\nInsats\tAvslutade\tTill arbete\nStegen\t96\t39\nSpåret\t31\t11\n",
        encoding="utf-8",
    )
    rows = map_report(read_report(path).report)["line_items"]
    assert [(r["line_item"], r["printed"]) for r in rows if r["statement"] == "narrative"] == [
        ("part", "39"), ("whole", "96"), ("part", "47 procent")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Av 170 personer var 83 kvinnor och 78 män, övriga ville inte uppge.",
        "Målet är 170 personer, minst 83 kvinnor och 78 män.",
        "Förra året deltog 170 personer. Nu deltog 83 kvinnor och 78 män.",
    ],
)
def test_women_and_men_that_are_not_all_are_not_added(sentence: str) -> None:
    assert list(worked_out([Text("1", sentence)])) == []


def test_a_share_may_run_over_a_line_of_plain_text(tmp_path: Path) -> None:
    sentence = "Totalt deltog många. Av 96 avslutade gick 39 till arbete\neller studier, 47 procent. Fler väntar."
    assert [prints for *_, prints in told(tmp_path, sentence)] == ["39", "96", "47 procent"]
    apart = "Av 96 avslutade gick 39 till arbete\n\neller studier, 47 procent."
    assert told(tmp_path, apart) == []


def test_the_share_of_costs_is_read_under_the_name_of_the_amount_before_it(tmp_path: Path) -> None:
    sentence = "Kansli och revision kostade 836 000 kr, vilket är 15,4 procent av verksamhetens kostnader."
    assert told(tmp_path, sentence) == [("row", "actual", "836 000 kr"), ("row", "share", "15,4 procent")]
    for rest in ("kostnaderna för insatser", "verksamhetens kostnader inklusive avskrivningar"):
        other = f"Kansli kostade 836 000 kr, vilket är 15,4 procent av {rest}."
        assert ("row", "share", "15,4 procent") not in told(tmp_path, other)


def test_a_result_that_is_a_deficit_is_told_as_one(tmp_path: Path) -> None:
    assert told(tmp_path, "Årets resultat är ett underskott på 145 200 kronor.") == [
        ("deficit", "actual", "145 200 kronor")
    ]
    assert told(tmp_path, "Årets resultat är 145 200 kronor.") == [("net_result", "actual", "145 200 kronor")]
    for words in ("Årets underskott är", "Årets underskott 2024 uppgick till", "Årets stora förlust blev"):
        assert told(tmp_path, f"{words} 145 200 kronor.") == [("deficit", "actual", "145 200 kronor")]
    # how much smaller it was is not the deficit
    assert told(tmp_path, "Årets underskott blev 145 200 kronor mindre än väntat.")[0][0] != "deficit"


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Året slutade med ett överskott på 99 100 kronor.", ["net_result"]),
        ("Förbundet redovisar ett underskott på 99 100 kronor för 2024.", ["deficit"]),
        # one activity's, and a planned one
        ("Förbundet redovisar ett överskott på 99 100 kronor i en av insatserna.", []),
        ("Förbundet budgeterade för ett underskott på 99 100 kronor.", []),
    ],
)
def test_what_a_sentence_says_the_year_ended_with_is_its_result(
    tmp_path: Path, sentence: str, codes: list[str]
) -> None:
    assert [code for code, *_ in told(tmp_path, sentence)] == codes


@pytest.mark.parametrize(
    "sentence",
    [
        "Stegen har inte förbrukat 113 600 kr av sina medel.",
        "Av det som Stegen fått förbruka är 113 600 kr kvar.",
        "Stegen har förbrukat mindre och 113 600 kr är outnyttjade.",
    ],
)
def test_what_was_not_used_is_no_cost(tmp_path: Path, sentence: str) -> None:
    assert told(tmp_path, sentence) == [("row", "actual", "113 600 kr")]


def test_what_is_said_of_several_things_is_not_of_the_one_that_a_table_names(tmp_path: Path) -> None:
    for names in ("Kansli, Unga vuxna och Stegen", "Stegen samt kansliet", "Kansli- och Stegen"):
        assert told(tmp_path, f"{names} utgjorde 36,1 procent av verksamhetens kostnader.") == []
        assert told(tmp_path, f"{names} kostade 1 155 300 kr.") == []
    assert told(tmp_path, "I våras och i höstas pausade Stegen, som kostade 1 155 300 kr i år.") == [
        ("activity", "actual", "1 155 300 kr")
    ]


@pytest.mark.parametrize(
    ("sentence", "measure", "label"),
    [
        ("Unga vuxna och Stegen svarade för 36,4 procent av kostnaderna.", "share", "Unga vuxna och Stegen"),
        ("Stegen samt Unga vuxna kostade tillsammans 1 971 072 kronor.", "actual", "Stegen samt Unga vuxna"),
    ],
)
def test_rows_that_a_sentence_tells_together_are_parts_of_what_it_tells(
    tmp_path: Path, sentence: str, measure: str, label: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\n{TABLES}", encoding="utf-8")
    found = map_report(read_report(path).report)
    (row,) = [row for row in found["line_items"] if row["statement"] == "narrative"]
    assert (row["line_item"], row["measure"], row["label"]) == ("activity", measure, label)
    parts = {row["name"]: row["parent"] for row in found["members"]}
    assert parts["Unga vuxna"] == parts["Stegen"] == row["member"] != ""


def test_a_cost_below_the_name_of_a_row_is_of_that_row(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    for heading, code in (("Unga vuxna", "activity"), ("Ekonomi", "total_costs")):
        path.write_text(
            f"# Årsredovisning 2024 för Samordningsförbundet Provet\n\n## {heading}\n\n"
            "Insatsen finns i alla kommuner. Kostnaden för 2024 var 1 048 672 kronor.\n\n"
            "## Resultaträkning\n\n| | 2024 | 2023 |\n|---|---|---|\n| Summa kostnader | -5 420 100 | -5 033 800 |\n"
            "\n## Driftredovisning\n\n| | Budget 2024 | Utfall 2024 |\n|---|---|---|\n"
            "| Unga vuxna | 1 100 000 | 1 084 672 |\n| Stegen | 900 000 | 886 400 |\n",
            encoding="utf-8",
        )
        report = read_report(path).report
        assert report.association == "Samordningsförbundet Provet"
        rows = map_report(report)["line_items"]
        assert [r["line_item"] for r in rows if r["printed"] == "1 048 672 kronor"] == [code]


def test_a_difference_from_the_budget_is_no_cost(tmp_path: Path) -> None:
    sentence = "Verksamhetens kostnader blev 91 470 kr lägre än budget."
    assert told(tmp_path, sentence) == [("costs_below_budget", "deviation", "91 470 kr")]


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        # a clause without a verb has that of the one before
        (
            "Verksamhetens intäkter ökade med 94 700 kronor och verksamhetens kostnader med 386 300 kronor.",
            ["income_change", "costs_change"],
        ),
        ("Verksamhetens kostnader steg med knappt 386 300 kronor jämfört med 2023.", ["costs_change"]),
        # since another year, from a budget, what it rose to
        ("Verksamhetens kostnader har ökat med 786 300 kronor sedan 2019.", ["row"]),
        ("Verksamhetens kostnader ökade med 86 300 kronor utöver budget.", ["row"]),
        ("Verksamhetens kostnader ökade till 5 420 100 kronor.", ["total_costs"]),
    ],
)
def test_what_something_rose_or_fell_by_is_no_amount_of_it(tmp_path: Path, sentence: str, codes: list[str]) -> None:
    assert [code for code, _, _ in told(tmp_path, sentence)] == codes


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Verksamhetens kostnader ökade med 7,7 procent.", [("costs_change", "share")]),
        ("Jämfört med föregående år ökade kostnaderna med 7,7 procent.", [("costs_change", "share")]),
        ("Kostnaderna var 7,7 procent högre än året före.", [("costs_change", "share")]),
        ("Kostnaderna var 386 300 kronor högre än 2023.", [("costs_change", "deviation")]),
        ("Det egna kapitalet minskade med 3 procent.", [("equity_change", "share")]),
        ("Medlemsbidragen höjdes med 3 procent.", [("contributions_change", "share")]),
        # so much and so many per cent are one change
        (
            "Verksamhetens kostnader steg med 386 300 kronor, vilket motsvarar 7,7 procent.",
            [("costs_change", "deviation"), ("costs_change", "share")],
        ),
        (
            "Intäkterna ökade med 94 700 kronor (1,8 %) och kostnaderna med 7,7 procent.",
            [("income_change", "deviation"), ("income_change", "share"), ("costs_change", "share")],
        ),
        # a part of the costs, a budget, another year, percentage points
        ("De administrativa kostnaderna ökade med 12 procent.", []),
        ("Kostnaderna för Stegen ökade med 12 procent.", [("row", "share")]),
        ("Kostnaderna blev 7,7 procent högre än budget.", []),
        ("Verksamhetens kostnader har ökat med 12 procent sedan 2019.", [("row", "share")]),
        ("Kostnaderna ökade med 3 procentenheter.", []),
    ],
)
def test_a_change_from_the_year_before_is_read_in_per_cent_too(
    tmp_path: Path, sentence: str, numbers: list[tuple[str, str]]
) -> None:
    assert [(code, measure) for code, measure, _ in told(tmp_path, sentence)] == numbers


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        # a whole by its usual name, where no row has that
        ("Likvida medel uppgick vid årsskiftet till 3 293 374 kr.", [("cash", "actual")]),
        ("Det egna kapitalet var vid årets slut 693 500 kr.", [("equity", "actual")]),
        ("Likvida medel uppgick vid årets början till 3 293 374 kr.", []),
        ("Kostnaderna för insatser uppgick till 3 293 374 kr.", []),
        # what it was before is no outcome, what it is beyond its budget no budget
        ("Kostnaden för Stegen steg från 402 900 kr till 886 400 kr.", [("row", "actual"), ("told", "actual")]),
        ("Stegen drog över sin budget med 66 tkr.", [("deficit", "deviation")]),
    ],
)
def test_what_the_words_about_an_amount_say_of_it(
    tmp_path: Path, sentence: str, numbers: list[tuple[str, str]]
) -> None:
    assert [(code, measure) for code, measure, _ in told(tmp_path, sentence)] == numbers


@pytest.mark.parametrize(
    "sentence",
    [
        # one for each of many, of a plan, of several years, of an amount that no table names
        "Kostnaden per deltagare var 27 968 kronor.",
        "Räknat per månad var kostnaden 267 tkr.",
        "Budgeten räknar med att det egna kapitalet minskar med 660 000 kr.",
        "Det egna kapitalet minskar med 660 000 kr på två år.",
        "De fem årens sammanlagda resultat är -722 tkr.",
        "Från fonden har förbundet intäktsfört 761 598 kr, 38,6 % mer än 2023.",
    ],
)
def test_what_is_no_total_and_no_change_of_one(tmp_path: Path, sentence: str) -> None:
    assert {code for code, _, _ in told(tmp_path, sentence)} <= {"row"}


def test_an_excess_over_a_budget_that_the_sentence_names_first(tmp_path: Path) -> None:
    sentence = "Mot den reviderade budgeten gick Stegen över med 86 tkr."
    assert told(tmp_path, sentence) == [("deficit", "deviation", "86 tkr")]


def test_a_share_of_another_sentence_about_another_thing_is_not_of_the_amount_before(tmp_path: Path) -> None:
    amount = "Unga vuxna kostade 1 084 672 kr."
    assert ("row", "share", "15,9 procent") not in told(
        tmp_path, f"{amount} Kansliets andel är 15,9 procent av de totala kostnaderna."
    )
    assert ("row", "share", "20,0 procent") in told(tmp_path, f"{amount} Det är 20,0 procent av de totala kostnaderna.")


@pytest.mark.parametrize(
    ("sentence", "addresses"),
    [
        # a row and a column that the sentence says, of a row alone all, a unit for two
        ("I Stegen är 46 procent kvinnor.", ["4"]),
        ("Stegen hade 189 deltagare.", ["3"]),
        ("Stegen hade 198 deltagare och Spåret 13.", ["3", "3"]),
        # what is no row is no place of a count
        ("Stegen hade 189 deltagare, vecka 13.", ["3"]),
    ],
)
def test_a_count_or_share_is_held_against_the_cell_that_its_sentence_says(
    tmp_path: Path, sentence: str, addresses: list[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\nDeltagare\n\n"
        "\tKvinnor\tMän\tTotalt 2024\tAndel kvinnor\tTotalt 2023\n"
        "Stegen\t101\t97\t198\t51 %\t176\nSpåret\t20\t11\t31\t65 %\t24\n",
        encoding="utf-8",
    )
    same = [text.same_as for text in read_report(path).report.texts]
    assert [str(place[1]) for place in same if place is not None] == addresses


def test_what_a_sentence_says_of_another_amount_is_not_of_the_cost(tmp_path: Path) -> None:
    sentence = "Insatsen Stegen kostade 868 400 kronor eller 27 167 kronor per deltagare."
    assert told(tmp_path, sentence) == [("activity", "actual", "868 400 kronor")]
    sentence = "Insatsen Stegen kostade 868 400 kronor per deltagare."
    assert told(tmp_path, sentence)[0][0] == "row"


def test_men_are_counted_in_the_text_as_women_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    table = "Deltagare\n\nInsats\tKvinnor\tMän\tTotalt\nStegen\t101\t97\t198\nSpåret\t20\t11\t31\n"
    path.write_text(
        "Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n"
        f"Under året deltog 101 kvinnor och 97 män i insatserna.\n\n{table}",
        encoding="utf-8",
    )
    assert [text.number.printed for text in read_report(path).report.texts] == ["101 kvinnor", "97 män"]


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Verksamhetens kostnader steg. Kansliet kostade 836 000 kr, 15,4 procent av dessa kostnader.", "share"),
        ("Kostnaderna för insatser steg. Kansliet kostade 836 000 kr, 15,4 procent av dessa kostnader.", ""),
    ],
)
def test_these_costs_are_all_where_the_words_before_say_so(tmp_path: Path, sentence: str, measure: str) -> None:
    assert [m for _, m, prints in told(tmp_path, sentence) if prints == "15,4 procent"] == (
        [measure] if measure else []
    )


NOTE_OF_TWO_YEARS = (
    "## Not 3 Kostnader\n\n| | 2024 | 2023 |\n|---|---|---|\n| Arena Ung | 918 400 | 1 004 900 |\n"
    "| Kansli | 884 700 | 861 300 |\n| Summa | 1 803 100 | 1 866 200 |\n"
)


@pytest.mark.parametrize(
    ("sentence", "printed", "code"),
    [
        ("Arena Ung bantades: kostnaden gick ned 86 500 kr.", "86 500 kr", "told_change"),
        ("Mest ökade Kansli, 23 400 kronor.", "23 400 kronor", "told_change"),
        ("Kansli ökade med 2,7 procent.", "2,7 procent", "told_change"),
        # of a budget, and of another year
        ("Kansli kostade 23 400 kronor mer än budget.", "23 400 kronor", "deficit"),
        ("Kansli ökade med 23 400 kronor sedan 2019.", "23 400 kronor", "row"),
    ],
)
def test_what_one_row_went_up_or_down_by_is_that_of_its_note(
    tmp_path: Path, sentence: str, printed: str, code: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"# Årsredovisning 2024 för Samordningsförbundet Provet\n\n## Händelser\n\n{sentence}\n\n{NOTE_OF_TWO_YEARS}",
        encoding="utf-8",
    )
    rows = map_report(read_report(path).report)["line_items"]
    assert [r["line_item"] for r in rows if r["printed"] == printed] == [code]


@pytest.mark.parametrize(
    ("sentence", "printed", "code"),
    [
        ("Likvida medel minskade med 6 000 kr.", "6 000 kr", "cash_change"),
        ("Banktillgodohavandet var 700 000 kr vid årets slut.", "700 000 kr", "cash"),
        ("Likvida medel uppgick den 31 december till 700 000 kr.", "700 000 kr", "cash"),
        # what stands between two amounts is of the first
        ("Ökningen består av 280 000 kr i höjda likvida medel och 257 000 kr från en fond.", "257 000 kr", None),
    ],
)
def test_cash_is_known_by_its_other_names_and_by_what_it_changed_by(
    tmp_path: Path, sentence: str, printed: str, code: str | None
) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"# Årsredovisning 2024 för Samordningsförbundet Provet\n\n## Händelser\n\n{sentence}\n\n"
        "## Balansräkning\n\n| | 2024 | 2023 |\n|---|---|---|\n| Fordringar | 80 200 | 61 000 |\n"
        "| Kassa och bank | 700 000 | 706 000 |\n| Summa tillgångar | 780 200 | 767 000 |\n",
        encoding="utf-8",
    )
    rows = map_report(read_report(path).report)["line_items"]
    assert [r["line_item"] for r in rows if r["printed"] == printed] == ([code] if code else [])


@pytest.mark.parametrize(("word", "code"), [("Kostnaden", "row"), ("Kostnaderna", "costs_change")])
def test_the_cost_of_one_thing_is_not_that_of_all(tmp_path: Path, word: str, code: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Årsredovisning 2024 för Samordningsförbundet Provet\n\n## Händelser\n\n"
        f"Arbetet har vuxit. {word} ökade därför med 386 000 kronor jämfört med 2023.\n\n"
        "## Resultaträkning\n\n| | 2024 | 2023 |\n|---|---|---|\n| Summa kostnader | -5 420 100 | -5 033 800 |\n"
        "| Årets resultat | -145 200 | 146 400 |\n",
        encoding="utf-8",
    )
    rows = map_report(read_report(path).report)["line_items"]
    assert [r["line_item"] for r in rows if r["printed"] == "386 000 kronor"] == [code]


def test_an_amount_that_is_said_of_another_year_is_none_of_the_reports(tmp_path: Path) -> None:
    sentence = "Verksamhetens intäkter är för {} beslutade till 5 274 900 kronor."
    assert [code for code, *_ in told(tmp_path, sentence.format(2025))] == ["row"]
    assert [code for code, *_ in told(tmp_path, sentence.format(2024))] == ["total_income"]


@pytest.mark.parametrize(
    ("sentence", "prints"),
    [
        ("Av 57 slutade gick 17 till arbete och 9 till studier, det vill säga 46 %.", ["17", "9", "57", "46 %"]),
        ("Av 119 slutade gick 41 till arbete och 20 till studier. Det är 51 % av dem.", ["41", "20", "119", "51 %"]),
        # a share of the next sentence that is of something else
        ("Av 81 avslutade gick 26 till arbete och 22 till studier. I Stegen gick 61 procent.", []),
        ("Av 31 avslutade gick 26 till arbete och 22 till studier, 61 procent.", []),
    ],
)  # fmt: skip
def test_a_share_of_two_counts_is_read_with_both(tmp_path: Path, sentence: str, prints: list[str]) -> None:
    assert [spot.printed for one in worked_out([Text("1", sentence)]) for _, spot in one.spots] == prints
    if prints:
        assert [(code, print_) for code, _, print_ in told(tmp_path, sentence)] == list(
            zip(["part", "part", "whole", "part"], prints, strict=True)
        )


ENDED = (
    "Avslutade\n\nInsats\tAvslutade\tTill arbete\tAndel till arbete\n"
    "Arbetsklivet\t30\t12\t40 %\nSpåret\t20\t7\t35 %\n\n"
    "Avslutade deltagare efter orsak\n\nOrsak\tMän\tTotalt\nArbete\t8\t19\nArbetssökande\t16\t31\nSumma\t24\t50\n"
)


def members(folder: Path, sentence: str, tables: str) -> list[tuple[str, str, str]]:
    """Return code, member and print of the numbers of running text above other tables of 2024."""
    path = folder / "a.txt"
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\n{tables}", encoding="utf-8")
    rows = map_report(read_report(path).report)["line_items"]
    return [(r["line_item"], r["member"], r["printed"]) for r in rows if r["statement"] == "narrative"]


@pytest.mark.parametrize(
    ("sentence", "are_of_it"),
    [
        # by its row and its column, whatever it says; the clause names the row
        ("I Arbetsklivet gick 40 procent till arbete och i Spåret 53 procent.", [True, True]),
        # a comparison, a column that is not named, a row that is not
        ("I Spåret gick 53 procent till arbete, mot 48 procent året innan.", [False]),
        ("I Spåret var 53 procent nöjda.", [False]),
        ("I snitt gick 53 procent till arbete.", []),
    ],
)
def test_a_share_of_the_text_is_that_of_the_row_and_column_it_names(
    tmp_path: Path, sentence: str, are_of_it: list[bool]
) -> None:
    assert ["andel_till_arbete" in member for _, member, _ in members(tmp_path, sentence, ENDED)] == are_of_it


@pytest.mark.parametrize(
    ("sentence", "is_of_it"),
    [
        ("Av 50 avslutade gick 29 till arbete, 38 procent.", True),
        # no column has such a sum or one that is said, no row is called so
        ("Av 51 avslutade gick 29 till arbete, 57 procent.", False),
        ("Av 24 i Lotsen gick 9 till arbete, 38 procent.", False),
        ("Av 50 avslutade fick 29 ett jobb, 58 procent.", False),
    ],
)
def test_a_count_that_a_share_is_worked_out_of_is_that_of_the_table(
    tmp_path: Path, sentence: str, is_of_it: bool
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\n{ENDED}", encoding="utf-8")
    rows = map_report(read_report(path).report)["line_items"]
    (member,) = {row["member"] for row in rows if row["statement"] == "narrative"}
    of_table = {row["member"] for row in rows if row["printed"] in ("8", "19")}
    assert (member in of_table) is is_of_it


def test_what_a_member_pays_is_held_against_its_row(tmp_path: Path) -> None:
    paid = (
        "Bidrag per medlem (tkr)\n\n\t2024\t2023\nFörsäkringskassan\t2 050\t2 000\n"
        "Åsens kommun\t1 214\t1 187\nSumma\t3 264\t3 187\n"
    )
    assert members(tmp_path, "Åsens kommun bidrog med 1 241 tkr.", paid) == [
        ("contribution", "asens_kommun", "1 241 tkr")
    ]
    # paid to another, and something else about it
    for sentence in ("Åsens kommun bidrog med 1 241 tkr till Kompetensrådet.", "Åsens kommun har lånat 1 241 tkr."):
        assert [code for code, *_ in members(tmp_path, sentence, paid)] == ["row"]


def test_a_cost_is_of_the_thing_that_the_sentence_before_names(tmp_path: Path) -> None:
    sentence = "Den största är Stegen, som finns i alla kommuner. {} kostade 868 400 kronor."
    assert told(tmp_path, sentence.format("Insatsen")) == [("activity", "actual", "868 400 kronor")]
    assert told(tmp_path, sentence.format("Lokalerna")) == []


def test_the_share_beside_an_amount_of_another_row_is_of_that_amount(tmp_path: Path) -> None:
    tables = TABLES + "Kostnader per ändamål\n\n\t2024\nStegen inklusive lokaler\t1 166 530\nSumma\t5 420 100\n"
    path = tmp_path / "a.txt"
    sentence = "Stegen inklusive lokaler kostade 1 166 530 kronor, 22,3 procent av förbundets kostnader."
    path.write_text(f"Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\n{sentence}\n\n{tables}", encoding="utf-8")
    rows = [r for r in map_report(read_report(path).report)["line_items"] if r["statement"] == "narrative"]
    assert [(r["label"], r["measure"]) for r in rows] == [
        ("Stegen inklusive lokaler", "actual"),
        ("Stegen inklusive lokaler", "share"),
    ]


def test_an_amount_may_have_its_words_and_its_unit_on_the_lines_beside_it(tmp_path: Path) -> None:
    wrapped = "Verksamhetens kostnader uppgick under året, som blev händelserikt, till 5 420 100\nkronor."
    assert told(tmp_path, wrapped) == [("total_costs", "actual", "5 420 100 kronor")]
    # lines of a list are no sentence
    apart = "Verksamhetens kostnader\ntill 5 420 100 kronor, som en lång rad text om något helt annat säger."
    assert told(tmp_path, apart) != told(tmp_path, wrapped)


def test_all_amounts_of_a_sentence_about_the_budget_are_planned(tmp_path: Path) -> None:
    sentence = "{} ett underskott på 115 000 kronor, med verksamhetens intäkter på 5 000 000 kronor."
    assert told(tmp_path, sentence.format("Budgeten var"))[-1][0] == "row"
    assert told(tmp_path, sentence.format("Förbundet fick"))[-1][0] == "total_income"


def test_what_is_paid_to_an_activity_is_no_contribution_of_a_member(tmp_path: Path) -> None:
    assert told(tmp_path, "Från kommunen kom bidrag till Stegen med 868 400 kronor.") == [
        ("row", "actual", "868 400 kronor")
    ]


FEES = (
    "Arvoden till styrelsen (kr)\n\n\tFast arvode\tSammantr\xe4den\tSumma\nOrdf\xf6rande\t36000\t14400\t50400\n"
    "Ledam\xf6ter\t18000\t59400\t77400\nSumma arvoden\t54000\t73800\t127800\n"
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Arvodena uppgick till 128 700 kr, varav h\xe4lften fasta.", ["128 700 kr"]),
        ("Under \xe5ret blev arvodena totalt 128 700 kr.", ["128 700 kr"]),
        # of some of it, of another year, of each, of what is to come, with something else
        ("Arvodena till vikarier uppgick till 128 700 kr.", []),
        ("Arvodena uppgick till 128 700 kr 2023.", []),
        ("Arvodena var i snitt 128 700 kr.", []),
        ("Arvodena ber\xe4knas uppg\xe5 till 128 700 kr.", []),
        ("Arvodena och resorna uppgick till 128 700 kr.", []),
    ],
)
def test_all_of_a_row_that_a_sentence_tells_is_held_against_it_whatever_it_says(
    tmp_path: Path, sentence: str, told: list[str]
) -> None:
    report = text(tmp_path / "a.txt", f"{TITLE}\xc5rsredovisning 2024\n\n{sentence}\n\n{FEES}").report
    rows = map_report(report)["line_items"]
    assert [row["printed"] for row in rows if row["line_item"] == "told"] == told


def test_a_share_may_be_of_those_that_the_sentence_before_counts(tmp_path: Path) -> None:
    sentences = "Insatserna hade 406 deltagare och 186 av dem skrevs ut. Av de utskrivna gick 72 till arbete, 41 %."
    assert told(tmp_path, sentences)[-3:] == [
        ("part", "count", "72"),
        ("whole", "count", "186"),
        ("part", "share", "41 %"),
    ]


@pytest.mark.parametrize(("between", "is_of_amount"), [("och tog", True), ("och personalkostnaderna", False)])
def test_a_percentage_right_behind_another_thing_is_of_that(between: str, is_of_amount: bool) -> None:
    found = list(worked_out([Text("1", f"Hyran var 1 107 313 kr {between} 40 % av kostnaderna.")]))
    assert bool(found) is is_of_amount


@pytest.mark.parametrize("clause", ["De b\xe5da stegen", "Stegen"])
def test_what_several_things_cost_is_not_what_one_does(tmp_path: Path, clause: str) -> None:
    found = told(tmp_path, f"{clause} kostade 901 831 kr.")
    assert (("activity", "actual", "901 831 kr") in found) is (clause == "Stegen")


def test_those_of_the_reports_own_year_are_meant_where_a_column_says_no_year(tmp_path: Path) -> None:
    counts = "76\t62\t138\t112\n"
    table = f"Deltagare\n\n\tKvinnor\tM\xe4n\tTotalt\tTotalt 2023\nStegen\t{counts}Alla insatser\t{counts}"
    path = tmp_path / "a.txt"
    path.write_text(f"{TITLE}\xc5rsredovisning 2024\n\nI insatserna deltog 139 personer.\n\n{table}", encoding="utf-8")
    rows = map_report(read_report(path).report)["line_items"]
    assert [row["period"] for row in rows if row["statement"] == "narrative"] == ["2024"]


@pytest.mark.parametrize(
    ("sentence", "prints"),
    [
        ("Under året avslutades 83 personer och 101 skrevs in.", ["83 personer"]),
        ("Totalt har avslutats 83 deltagare.", ["83 deltagare"]),
        # of one activity, and of some of them
        ("I Stegen avslutades 83 personer.", []),
        ("Under året avslutades minst 83 personer.", []),
    ],
)
def test_all_who_ended_are_held_against_the_total_of_their_column(
    tmp_path: Path, sentence: str, prints: list[str]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"# Årsredovisning 2024 för Samordningsförbundet Provet\n\n## Deltagare\n\n{sentence}\n\n"
        "| Insats | Nya | Avslutade |\n|---|---|---|\n| Broslaget | 60 | 50 |\n| Arena Ung | 41 | 38 |\n"
        "| Summa | 101 | 88 |\n",
        encoding="utf-8",
    )
    rows = map_report(read_report(path).report)["line_items"]
    (total,) = (r for r in rows if r["printed"] == "88")
    assert [r["printed"] for r in rows if r["statement"] == "narrative" and r["member"] == total["member"]] == prints
