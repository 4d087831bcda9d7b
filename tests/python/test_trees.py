"""A table is cast by its own structure: which rows and columns are sums, and which deviation is told."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from association import ROOT
from finsam_audit.measure.tree_samples import shipped, tree_words
from finsam_audit.measure.trees import plant, score
from finsam_audit.trees import infer_table

WORDS = tree_words(ROOT)
Prints = Sequence[int | None]


def text(rows: Sequence[tuple[str, Prints]], columns: Sequence[tuple[str, str, str]], unit: str = "kr") -> str:
    """Return a table in the wire format: labels with a print per column; columns with heading, measure, year."""
    cells = []
    for line, (_, prints) in enumerate(rows, 1):
        for column, printed in enumerate(prints, 1):
            if printed is not None:
                measure, year = columns[column - 1][1:]
                cells.append([line, column, 1, measure, year, "number", unit, printed * 1000, 1000])
    heads = [[n, *column] for n, column in enumerate(columns, 1)]
    labels = [[n, label] for n, (label, _) in enumerate(rows, 1)]
    return json.dumps({"rows": labels, "columns": heads, "cells": cells, "words": WORDS})


def infer(
    rows: Sequence[tuple[str, Prints]], columns: Sequence[tuple[str, str, str]], unit: str = "kr"
) -> dict[str, Any]:
    """Return the answer for such a table."""
    found: dict[str, Any] = json.loads(infer_table(text(rows, columns, unit)))
    assert found["status"] == "searched", found
    return found


def parents(found: dict[str, Any]) -> dict[int, tuple[int, int]]:
    """Return the row that each row adds into, with its weight."""
    return {row[0]: (row[2], row[3]) for row in found["rows"] if row[2] is not None and row[1] != "of_which"}


YEARS = [("2025", "actual", "2025"), ("2024", "actual", "2024")]
NOTE = [
    ("Lokaler", (301_714, 298_411)),
    ("Löner", (1_204_553, 1_099_702)),
    ("Revision", (59_216, 60_689)),
    ("Summa", (1_565_483, 1_458_802)),
]
RESULT = [
    ("Intäkter", (5_676_934, 5_320_692)),
    ("Kostnader", (5_525_491, 5_011_019)),
    ("Avskrivningar", (18_400, 18_400)),
    ("Verksamhetens resultat", (133_043, 291_273)),
    ("Ränteintäkter", (44_311, 4_192)),
    ("Årets resultat", (177_354, 295_465)),
]


def test_a_sum_is_found_with_its_rows() -> None:
    found = infer(NOTE, YEARS)
    assert parents(found) == {1: (4, 1), 2: (4, 1), 3: (4, 1)}
    assert [row[1] for row in found["rows"]] == ["detail", "detail", "detail", "total"]
    assert found["doubts"] == found["untested"] == []


def test_costs_without_a_sign_are_subtracted_and_totals_are_nested() -> None:
    assert parents(infer(RESULT, YEARS)) == {1: (4, 1), 2: (4, -1), 3: (4, -1), 4: (6, 1), 5: (6, 1)}


@pytest.mark.parametrize("hidden", ["labels", "headings"])
def test_figures_say_enough_without_words(hidden: str) -> None:
    rows = [("" if hidden == "labels" else label, prints) for label, prints in NOTE]
    columns = [("" if hidden == "headings" else heading, measure, year) for heading, measure, year in YEARS]
    assert parents(infer(rows, columns)) == {1: (4, 1), 2: (4, 1), 3: (4, 1)}


def test_one_column_is_enough_where_a_row_says_that_it_is_the_sum() -> None:
    assert set(parents(infer([(label, prints[:1]) for label, prints in NOTE], YEARS[:1]))) == {1, 2, 3}


def test_a_wrong_cell_does_not_veto_and_is_told() -> None:
    wrong = [*NOTE[:1], ("Löner", (1_204_535, 1_099_702)), *NOTE[2:]]
    found = infer(wrong, YEARS)
    assert set(parents(found)) == {1, 2, 3}
    assert found["doubts"] == []


def test_a_small_difference_in_most_columns_is_no_sum() -> None:
    """An overview that leaves out the financial items agrees in no year, or in one by chance."""
    rows = [
        ("Intäkter", (6_882, 6_771, 6_456, 6_280)),
        ("Kostnader", (6_756, 6_594, 6_511, 6_289)),
        ("Årets resultat", (170, 235, -52, -10)),
    ]
    years = [(str(year), "actual", str(year)) for year in (2025, 2024, 2023, 2022)]
    found = infer(rows, years, "tkr")
    assert parents(found) == {}
    assert [reason for _, reason in found["untested"]] == ["no_sum_found"] * 3


def test_parts_are_left_out_and_what_is_said_to_go_off_is_subtracted() -> None:
    rows = [
        ("Årets resultat", (-20_830, 41_907)),
        ("Avgår: realisationsvinster", (1_204, 3_377)),
        ("varav fastigheter", (904, 377)),
        ("Balanskravsresultat", (-22_034, 38_530)),
    ]
    found = infer(rows, YEARS)
    assert parents(found) == {1: (4, 1), 2: (4, -1)}
    assert found["rows"][2][1] == "of_which"


def test_a_sum_may_stand_above_its_details() -> None:
    rows = [
        ("Individinriktat", (4_066_519, 4_847_078)),
        ("Coachingteamet", (4_016_586, 4_797_012)),
        ("Ciceron", (49_933, 50_066)),
        ("Strukturinriktat", (603_889, 621_167)),
        ("Mottagning", (154_424, 149_441)),
        ("Samverkan", (449_465, 471_726)),
        ("Totala kostnader", (4_670_408, 5_468_245)),
    ]
    assert parents(infer(rows, YEARS)) == {
        2: (1, 1), 3: (1, 1), 5: (4, 1), 6: (4, 1), 1: (7, 1), 4: (7, 1),
    }  # fmt: skip


def test_a_party_whose_half_equals_the_others_is_no_sum_of_them() -> None:
    note = [
        ("Staten", (2_630_000, 2_578_000)),
        ("Regionen", (1_315_000, 1_289_000)),
        ("Bergets kommun", (928_000, 909_500)),
        ("Dalens kommun", (387_000, 379_500)),
        ("Medlemsbidrag", (5_260_000, 5_156_000)),
        ("Andra intakter", (38_421, 30_595)),
        ("Summa", (5_298_421, 5_186_595)),
    ]
    found = parents(infer(note, YEARS))
    assert not any(parent == 1 for parent, _ in found.values())
    assert found[1] == (5, 1) and found[5] == (7, 1)


def test_one_row_before_a_total_of_an_overview_is_not_what_it_sums() -> None:
    overview = [
        ("Medlemsbidrag", (2_880_000, 2_940_000, 2_996_000, 3_056_000, 3_120_000)),
        ("Totala intakter", (2_889_515, 2_956_866, 3_019_571, 3_079_798, 3_131_535)),
        ("Totala kostnader", (2_747_456, 2_922_801, 2_900_723, 3_209_484, 3_051_815)),
        ("Avskrivningar", (12_000, 12_000, 12_000, 12_000, 12_000)),
        ("Finansiella poster", (14_535, 31_566, 12_617, 10_978, 18_252)),
        ("Resultat", (144_594, 53_631, 119_465, -130_708, 85_972)),
    ]

    def sums_of(years: int) -> dict[int, tuple[int, int]]:
        columns = [(str(year), "actual", str(year)) for year in range(2020, 2020 + years)]
        return parents(infer([(label, prints[:years]) for label, prints in overview], columns))

    assert 1 not in sums_of(5)
    # of a statement of two years a row may be gone
    assert sums_of(2)[1] == (2, 1)


@pytest.mark.parametrize(("heading", "is_sum"), [("Totalt", True), ("Nya", False)])
def test_women_and_men_make_a_total_though_few_rows_say_so(heading: str, is_sum: bool) -> None:
    rows = [
        ("Vägen vidare", (33, 22, 55, 34)),
        ("Ungdomsspåret", (30, 32, 71, 31)),
        ("Språkstegen", (50, 47, 97, 52)),
        ("Summa", (113, 101, 214, 117)),
    ]
    columns = [(name, "count", "2024") for name in ("Kvinnor", "Män", heading, "Varav unga")]
    found = infer(rows, columns, "count")
    assert {(total, term) for axis, total, term, *_ in found["terms"] if axis == "column"} == (
        {(3, 1), (3, 2)} if is_sum else set()
    )


@pytest.mark.parametrize(("names", "is_told"), [(("Kvinnor", "Män"), True), (("Pågår", "Klara"), False)])
def test_women_and_men_are_all_beside_those_who_came_and_were_there(names: tuple[str, str], is_told: bool) -> None:
    rows = [
        ("Steget vidare", (41, 38, 47, 32, 79)),
        # two men too many
        ("Ungdomslotsen", (28, 44, 41, 33, 72)),
        ("Resursteam Tallen", (12, 19, 18, 13, 31)),
        ("Summa", (81, 101, 106, 76, 182)),
    ]
    columns = [(name, "count", "2024") for name in ("Inskrivna 1 januari", "Nya", *names, "Deltagare totalt")]
    found = infer(rows, columns, "count")
    sums = {(total, term) for axis, total, term, *_ in found["terms"] if axis == "column"}
    assert {(5, 1), (5, 2)} <= sums
    assert ({(4, 3), (4, 5)} <= sums or {(3, 4), (3, 5)} <= sums) is is_told


def test_columns_that_carry_in_and_out_are_a_roll_forward_though_one_row_is_wrong() -> None:
    rows = [
        ("Fyren", (31, 44, 39, 36)),
        ("Lotsen", (24, 37, 33, 26)),
        ("Arbetsstegen", (18, 22, 25, 15)),
        ("Bron", (29, 41, 36, 34)),
        ("Totalt", (102, 144, 133, 113)),
    ]
    columns = [(name, "count", "2025") for name in ("Vid årets början", "Nya", "Avslutade", "Vid årets slut")]
    found = infer(rows, columns, "count")
    assert sorted((total, term, weight) for axis, total, term, weight, *_ in found["terms"] if axis == "column") == [
        (4, 1, 1), (4, 2, 1), (4, 3, -1),
    ]  # fmt: skip
    plain = [(name, "count", "2025") for name in ("Vid årets början", "Nya", "Avslutade", "Kvinnor")]
    assert not [term for term in infer(rows, plain, "count")["terms"] if term[0] == "column"]


def test_headings_that_say_what_comes_in_and_goes_out_need_fewer_rows_of_a_roll_forward() -> None:
    rows = [("Fyren", (31, 44, 39, 36)), ("Lotsen", (24, 37, 33, 26)), ("Stegen", (18, 22, 25, 15))]
    said = [(name, "count", "2025") for name in ("Vid årets början", "Nya", "Avslutade", "Vid årets slut")]
    terms = [term for term in infer(rows, said, "count")["terms"] if term[0] == "column"]
    assert sorted((total, term, weight) for _, total, term, weight, *_ in terms) == [(4, 1, 1), (4, 2, 1), (4, 3, -1)]
    silent = [(name, "count", "2025") for name in ("Vid årets början", "Unga", "Äldre", "Vid årets slut")]
    assert not [term for term in infer(rows, silent, "count")["terms"] if term[0] == "column"]
    # what a heading says decides: here what ended would come in
    turned = [("Fyren", (31, 44, 39, 26)), ("Lotsen", (24, 37, 33, 20)), ("Stegen", (18, 22, 25, 21))]
    assert not [term for term in infer(turned, said, "count")["terms"] if term[0] == "column"]


def test_opening_and_new_less_ended_is_closing_in_counts() -> None:
    rows = [
        ("Deltagare den 1 januari", (47, 41, 88)),
        ("Nya deltagare", (54, 51, 105)),
        ("Avslutade deltagare", (43, 38, 81)),
        ("Deltagare den 31 december", (58, 54, 112)),
    ]
    columns = [("Kvinnor", "count", "2025"), ("Män", "count", "2025"), ("Totalt", "count", "2025")]
    found = infer(rows, columns, "count")
    assert parents(found) == {1: (4, 1), 2: (4, 1), 3: (4, -1)}
    assert sorted(found["terms"]) == [["column", 3, 1, 1, "term", 0], ["column", 3, 2, 1, "term", 0]]


def test_a_row_that_prints_one_column_alone_is_not_asked_for_the_others() -> None:
    rows = [
        ("Grinden", (71, 52, 123)),
        ("Ungkraft", (39, 45, 84)),
        ("Bron", (44, 27, 71)),
        ("Totalt antal deltaganden", (154, 124, 278)),
        ("Unika individer", (None, None, 265)),
    ]
    columns = [("Kvinnor", "count", "2025"), ("Män", "count", "2025"), ("Samtliga", "count", "2025")]
    found = infer(rows, columns, "count")
    assert ["column", 3, 1, 1, "term", 0] in found["terms"]
    assert [5, 3, "columns", "printed_alone"] in found["doubts"]


ACCOUNT = [("Utfall", "actual", "2025"), ("Budget", "budget", "2025"), ("Avvikelse", "deviation", "2025")]


def account(net: Sequence[int] = (112_043, -70_400, 182_443)) -> list[tuple[str, Prints]]:
    return [
        ("Bidrag", (4_960_000, 4_960_000, 0)),
        ("Projektstöd", (517_535, 540_000, -22_465)),
        ("Summa intäkter", (5_477_535, 5_500_000, -22_465)),
        ("Insatser", (3_538_450, 3_680_000, 141_550)),
        ("Kansli", (1_827_042, 1_890_400, 63_358)),
        ("Summa kostnader", (5_365_492, 5_570_400, 204_908)),
        ("Årets resultat", net),
    ]


def test_a_deviation_that_says_good_or_bad_turns_with_the_block_and_adds_plainly() -> None:
    found = infer(account(), ACCOUNT)
    assert parents(found)[6] == (7, -1)
    assert [row[5] for row in found["rows"]] == [1, 1, 1, -1, -1, -1, 1]
    assert [(row[0], row[1], row[2], row[5]) for row in found["columns"]] == [
        (1, 3, 1, 0),
        (2, 3, -1, 0),
        (3, None, None, 1),
    ]
    assert found["doubts"] == []


def test_a_deviation_that_turns_in_five_blocks_says_good_or_bad_though_one_outcome_is_a_slip() -> None:
    costs = [
        (1_386_274, 1_400_000), (672_918, 650_000), (418_365, 470_000), (503_740, 510_000), (107_382, 120_000),
        (64_500, 75_000), (563_914, 560_000), (58_236, 65_000), (91_847, 95_000), (38_750, 40_000),
        (3_905_926, 3_985_000),
    ]  # fmt: skip
    rows: list[tuple[str, Prints]] = [
        ("Medlemsbidrag", (3_720_000, 3_720_000, 0)),
        ("Projektstöd", (18_400, 10_000, 8_400)),
        ("Summa intäkter", (3_738_400, 3_730_000, 8_400)),
        *(("Summa kostnader" if n == 10 else f"Insats {n}", (a, b, b - a)) for n, (a, b) in enumerate(costs)),
        ("Resultat före finansiella poster", (-167_526, -255_000, 87_474)),
        ("Ränteintäkter", (3_412, 5_000, -1_588)),
        ("Räntekostnader", (1_265, 1_000, -265)),
        ("Årets resultat", (-165_379, -251_000, 85_621)),
    ]
    rows[11] = ("Insats 8", (87_413, 95_000, 3_153))
    found = infer(rows, ACCOUNT)
    assert [row[5] for row in found["rows"]] == [1, 1, 1, *[-1] * 11, 1, 1, -1, 1]
    assert [(row[1], row[2], row[5]) for row in found["columns"]] == [(3, 1, 0), (3, -1, 0), (None, None, 1)]


def test_a_last_column_of_totals_counts_all_columns_before_it_though_one_row_does_not_add_up() -> None:
    rows = [
        ("Fyren", (22, 9, 14, 20, 65)),
        ("Lotsen", (31, 18, 16, 11, 74)),
        ("Broar", (6, 8, 9, 7, 30)),
        ("Summa", (59, 35, 39, 38, 171)),
    ]
    columns = [(name, "count", "2025") for name in ("Arbete", "Studier", "Arbetssökande", "Annat", "Totalt")]
    assert [row[1] for row in infer(rows, columns, "count")["columns"]] == [5, 5, 5, 5, None]


def test_a_deviation_turned_in_one_row_of_a_block_is_a_slip() -> None:
    rows = [
        ("Kansli", (750_000, 700_842, 49_158)),
        ("Styrelse", (190_000, 171_482, 18_518)),
        ("S:a administration", (940_000, 872_324, 67_676)),
        ("Ung på väg", (1_600_000, 1_451_920, 148_080)),
        ("Torget", (1_320_000, 1_386_371, 66_371)),
        ("Teamet", (850_000, 804_863, 45_137)),
        ("S:a insatser", (3_770_000, 3_643_154, 126_846)),
        ("Totalt", (4_710_000, 4_515_478, 194_522)),
    ]
    columns = [("Budget", "budget", "2012"), ("Bokslut", "actual", "2012"), ("Avvikelse", "deviation", "2012")]
    found = infer(rows, columns)
    assert [row[5] for row in found["rows"]] == [1] * 8
    assert [(row[1], row[2]) for row in found["columns"]] == [(3, 1), (3, -1), (None, None)]
    assert found["doubts"] == []


def test_the_change_of_working_capital_is_a_sum_though_one_year_deviates() -> None:
    rows = [
        ("Årets resultat", (200_404, 46_643)),
        ("Avskrivningar", (34_200, 49_320)),
        ("", (234_604, 95_963)),
        ("Moms", (32_458, 12_555)),
        ("Leverantörer", (-72_321, -11_485)),
        ("Semesterlöner", (-13_688, -52_086)),
        ("Upplupna kostnader", (194_931, -130_669)),
        ("Förändring av rörelsekapital", (141_380, -158_715)),
        ("Löpande verksamhet", (375_984, -62_752)),
        ("Inköp av inventarier", (-20_100, -52_600)),
        ("Årets kassaflöde", (355_884, -115_352)),
    ]
    found = parents(infer(rows, YEARS))
    assert [found.get(line) for line in range(4, 9)] == [(8, 1), (8, 1), (8, 1), (8, 1), (9, 1)]
    assert found[9] == (11, 1)


def test_totals_in_the_other_sign_in_several_columns_are_a_convention_and_one_is_not() -> None:
    columns = [(f"Budget {year}", "budget", str(year)) for year in (2025, 2026, 2027)]
    rows = [
        ("Förbundschef", (155_311, 158_992, 161_417)),
        ("Arvoden", (80_204, 67_051, 84_990)),
        ("Hemsida", (10_717, 11_033, 12_345)),
        ("Summa", (246_232, -237_076, -258_752)),
    ]
    assert [row[6] for row in infer(rows, columns)["columns"]] == [0, 1, 1]
    once = [*rows[:3], ("Summa", (246_232, 237_076, -258_752))]
    assert [row[6] for row in infer(once, columns)["columns"]] == [0, 0, 0]
    # beside another column of its measure one that stands alone is a slip, also where one of another measure is turned
    mixed = [("2024 Kostnad", "cost", "2024"), ("2023 Kostnad", "cost", "2023"), ("Budget", "budget", "2024")]
    assert [row[6] for row in infer(rows, mixed)["columns"]] == [0, 0, 1]
    # but a sum that is wrong besides is read as the other turned ones are
    wrong = [(label, (*amounts, amounts[2])) for label, amounts in rows]
    wrong[3] = ("Summa", (246_232, -237_161, -258_752, -258_752))
    columns = [mixed[1], mixed[0], mixed[2], ("Netto", "net", "2024")]
    assert [row[6] for row in infer(wrong, columns)["columns"]] == [0, 1, 1, 1]


def test_shares_and_what_is_consumed_find_their_base() -> None:
    rows = [("Lotsen", (61, 43, 104, 59)), ("Växthuset", (38, 41, 79, 48)), ("Kompassen", (27, 36, 63, 43)),
            ("Samtliga", (126, 120, 246, 51))]  # fmt: skip
    columns = [("Kvinnor", "count", "2025"), ("Män", "count", "2025"), ("Totalt", "count", "2025"),
               ("Andel kvinnor", "share", "2025")]  # fmt: skip
    terms = infer(rows, columns, "count")["terms"]
    assert ["column", 4, 1, 1, "numerator", 0] in terms
    assert ["column", 4, 3, 1, "denominator", 0] in terms


@pytest.mark.parametrize(("label", "is_told"), [("Eget kapital / medlemsbidrag", False), ("Andel av intäkter", True)])
def test_a_row_of_percentages_is_told_of_a_base_that_it_names(label: str, is_told: bool) -> None:
    years = [(str(year), "actual", str(year)) for year in (2020, 2021, 2022, 2023)]
    rows: list[tuple[str, Prints]] = [
        ("Summa intäkter", (1_215_300, 1_220_417, 1_228_611, 1_255_000)),
        ("Eget kapital", (307_901, 317_413, 296_583, 282_678)),
        ("Balansomslutning", (471_118, 493_585, 452_902, 431_377)),
    ]
    table = json.loads(text(rows, years))
    table["rows"].append([4, label])
    # in the last year it is of contributions, which the table does not have
    for column, printed in enumerate((253, 260, 241, 228), 1):
        table["cells"].append([4, column, 1, "ratio", years[column - 1][2], "number", "percent", printed * 100, 100])
    found = json.loads(infer_table(json.dumps(table)))
    assert ["row", 4, 1, 1, "denominator", 0] in found["terms"]
    assert ([4, 4, "shares", "rival_share"] in found["doubts"]) is not is_told


def test_a_row_printed_twice_and_a_row_left_out_are_told() -> None:
    twice = [NOTE[0], NOTE[1], NOTE[1], *NOTE[2:]]
    found = infer(twice, YEARS)
    assert set(parents(found)) == {1, 2, 3, 4}
    assert found["doubts"] == []
    found = infer([NOTE[0], NOTE[1], NOTE[3]], YEARS)
    assert set(parents(found)) == {1, 2}
    assert found["doubts"] == []


def test_a_list_whose_total_no_column_bears_out_lacks_a_row() -> None:
    exits = [("Arbete", (22,)), ("Studier", (14,)), ("Sjukskrivning", (20,)), ("Totalt", (75,))]
    found = infer(exits, [("2025", "count", "2025")], "count")
    assert set(parents(found)) == {1, 2, 3}
    assert found["doubts"] == []
    # the rows print too little of it to be its rows
    assert parents(infer([*exits[:3], ("Totalt", (751,))], [("2025", "count", "2025")], "count")) == {}
    # two rows are no list
    assert parents(infer(exits[1:], [("2025", "count", "2025")], "count")) == {}


def test_rows_of_both_signs_that_lack_alike_amounts_lack_a_row() -> None:
    account = [
        ("Kansli", (-410_112, -395_000)),
        ("Styrelse", (-96_340, -99_700)),
        ("R\xe4nta", (1_204, 1_500)),
        ("Summa", (274_752, 306_800)),
    ]
    columns = [("Utfall", "actual", "2025"), ("Budget", "budget", "2025")]
    assert set(parents(infer(account, columns))) == {1, 2, 3}
    # what one row says in two columns is of one size
    assert parents(infer([*account[:3], ("Summa", (274_752, 6_306_800))], columns)) == {}


def test_a_row_that_is_not_printed_is_paid_for_once() -> None:
    plan = [
        ("Kansli", (1_210, 1_260, 1_330)),
        ("Styrelse", (317, 428, 341)),
        ("Utbildning", (233, 227, 251)),
        ("Stegen", (2_579, 0, 0)),
        ("Summa", (8_162, 1_915, 1_922)),
    ]
    years = [(str(year), "budget", str(year)) for year in (2026, 2027, 2028)]
    found = infer(plan, years, "tkr")
    assert set(parents(found)) == {1, 2, 3, 4}
    assert found["doubts"] == []


def test_the_last_total_of_a_table_of_groups_may_lack_a_row_and_that_of_an_overview_sums_none_of_its_rows() -> None:
    groups = [*NOTE[:3], ("Summa kansli", NOTE[3][1]), ("K\xf6pta insatser", (611_204, 587_340)),
              ("Summa kostnader", (2_290_147, 2_161_002))]  # fmt: skip
    found = infer(groups, YEARS)
    assert parents(found)[4] == parents(found)[5] == (6, 1)
    assert found["doubts"] == []
    overview = [*RESULT, ("Summa tillg\xe5ngar", (777_354, 795_465))]
    assert 7 not in {parent for parent, _ in parents(infer(overview, YEARS)).values()}


def test_a_deviation_of_nothing_says_neither_good_nor_bad() -> None:
    rows = [
        ("Int\xe4kter", (6_749, 6_650, 99)),
        ("Kostnader", (7_048, 7_180, 132)),
        ("Avskrivningar", (18, 18, 0)),
        ("Verksamhetens resultat", (-318, -548, 230)),
        ("R\xe4nta", (4, 0, 4)),
        ("\xc5rets resultat", (-314, -548, 234)),
    ]
    found = infer(
        rows, [("Utfall", "actual", "2022"), ("Budget", "budget", "2022"), ("Avvikelse", "deviation", "2022")]
    )
    assert [row[5] for row in found["columns"]] == [0, 0, 1]
    assert found["rows"][1][5] == -1


def test_a_row_carried_from_the_year_before_is_held_against_it() -> None:
    rows = [
        ("Ingående eget kapital", (621_613, 741_604, 700_011)),
        ("Årets resultat", (230_019, -119_991, 41_593)),
        ("Utgående eget kapital", (851_632, 621_613, 741_604)),
    ]
    years = [(str(year), "actual", str(year)) for year in (2025, 2024, 2023)]
    found = infer(rows, years)
    assert [row[6] for row in found["rows"]] == [3, None, None]
    assert [row[7] for row in found["columns"]] == [2, 3, None]


def test_the_same_table_gives_the_same_answer_whatever_the_order_of_its_rows_in_the_text() -> None:
    table = json.loads(text(account(), ACCOUNT))
    expected = infer_table(json.dumps(table))
    chooser = random.Random(1)
    for _ in range(5):
        for name in ("rows", "columns", "cells", "words"):
            chooser.shuffle(table[name])
        assert infer_table(json.dumps(table)) == expected


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"rows":[[1]]}',
        '{"rows":[[1,"a"],[1,"b"]],"columns":[],"cells":[],"words":[]}',
        "[" * 9999,
    ],
)
def test_what_cannot_be_read_is_not_searched_and_says_why(broken: str) -> None:
    found = json.loads(infer_table(broken))
    assert found["status"] == "not_searched"
    assert found["reason"]
    assert found["rows"] == found["doubts"] == []


def test_an_empty_table_and_a_table_of_words_have_no_sums() -> None:
    for rows in ([], [("Summa", ())], [("Summa", (0, 0)), ("Rad", (0, 0))]):
        assert parents(infer(rows, YEARS)) == {}


def test_trees_that_are_hidden_are_found_again_and_no_right_table_is_accused() -> None:
    """The tables of the shipped documents and of the synthetic association, as they are measured."""
    samples = shipped(ROOT)
    found = score(samples, WORDS)
    assert found.counts["across evaluated"] == found.counts["across of key"] > 100
    assert found.counts["down evaluated"] >= 0.9 * found.counts["down of key"] > 300
    # what is accused are the errors that the documents are known to have: none in the synthetic association
    assert [line for line in found.accused if line.startswith("provstad")] == []


def test_most_slips_in_right_tables_are_told_and_hardly_anything_else() -> None:
    samples = [sample for sample in shipped(ROOT) if not sample.name.startswith("provstad")]
    right = set(score(samples, WORDS).spoilt)
    told = plant([sample for sample in samples if sample.name not in right], WORDS, 120, 1)
    assert sum(n for (_, what), n in told.items() if what == "told") >= 75
    assert sum(n for (_, what), n in told.items() if what == "something else accused") <= 4


def test_the_search_imports_nothing_of_the_package() -> None:
    for path in sorted((ROOT / "scripts/finsam_audit/trees").glob("*.py")):
        assert "finsam_audit" not in Path(path).read_text(encoding="utf-8"), path.name


def test_a_result_above_its_equation_is_its_first_term() -> None:
    # the sign of the third row is turned: what stands below the result comes to it with mixed signs
    flow = [
        ("Resultat", (338_210,)),
        ("Avskrivning", (9_600,)),
        ("Fordringar, förändring", (59_380,)),
        ("Skulder, förändring", (-34_260,)),
        ("Förändring av banksaldo", (254_170,)),
    ]
    assert 1 not in {parent for parent, _ in parents(infer(flow, [("Belopp", "actual", "2024")])).values()}


CONTRIBUTIONS: list[tuple[str, Prints]] = [
    ("Försäkringskassan", (5_740_000, 50, 5_600_000)),
    ("Region Skager", (2_870_000, 25, 2_800_000)),
    ("Tallviks kommun", (1_148_000, 10, 1_120_000)),
    ("Bergåsa kommun", (688_800, 6, 672_000)),
    ("Sundby kommun", (459_200, 4, 448_000)),
    ("Mossebo kommun", (344_400, 3, 336_000)),
    ("Norrhults kommun", (229_600, 2, 224_000)),
    ("Medlemsbidrag", (11_480_000, 100, 11_200_000)),
    ("Länsstyrelsen", (150_000, None, 120_000)),
    ("Summa", (11_630_000, None, 11_320_000)),
]
SHARED = [("2024", "actual", "2024"), ("Andel", "share", "2024"), ("2023", "actual", "2023")]


def test_a_row_of_a_hundred_per_cent_is_the_sum_of_what_the_shares_are_of() -> None:
    # amounts by population are in proportion, so the columns say little of their sums
    found = infer(CONTRIBUTIONS, SHARED)
    assert {parents(found)[row] for row in range(1, 8)} == {(8, 1)}
    assert parents(found)[8] == parents(found)[9] == (10, 1)
    # the shares are of that row: of the last one most of them would deviate
    assert [doubt for doubt in found["doubts"] if doubt[2] == "shares"] == []


@pytest.mark.parametrize("said", ["Andel 2024", "Andel"])
def test_a_share_is_of_the_column_that_it_names_else_of_its_year(said: str) -> None:
    wrong = [("Havsnäs kommun", (660_000, 676_800, 83)), ("Öjarna kommun", (540_000, 556_200, 68))]
    right = [("Staten", (4_000_000, 4_120_000, 500)), ("Regionen", (2_000_000, 2_060_000, 250)),
             ("Strandby kommun", (800_000, 824_000, 100))]  # fmt: skip
    rows = [*right, *wrong, ("Summa", (8_000_000, 8_240_000, 1_000))]
    columns = [("2023", "actual", "2023"), ("2024", "actual", "2024"), (said, "share", "2024")]
    table = json.loads(text(rows, columns))
    table["cells"] = [[*cell[:7], cell[7] // 10, 100] if cell[1] == 3 else cell for cell in table["cells"]]
    found = json.loads(infer_table(json.dumps(table)))
    assert ["column", 3, 2, 1, "numerator", 0] in found["terms"]


def test_a_sum_without_a_word_for_it_counts_where_the_one_above_holds_with_it() -> None:
    # the subtotal above it is wrong in the first column
    rows: list[tuple[str, Prints]] = [
        ("Gläntan", (1_253, 78, 1_175, 1_260, 85)),
        ("Rehabvägledare", (648, 0, 648, 640, -8)),
        ("Ungdomsspåret", (706, 0, 706, 720, 14)),
        ("Resursmöten", (142, 40, 102, 200, 98)),
        ("Insatser", (2_724, 118, 2_631, 2_820, 189)),
        ("Samordnare", (341, 0, 341, 345, 4)),
        ("Styrelse", (77, 0, 77, 80, 3)),
        ("Revision", (33, 0, 33, 30, -3)),
        ("Hemsida", (47, 0, 47, 60, 13)),
        ("Kansli och styrelse", (498, 0, 498, 515, 17)),
        ("Medelstilldelning", (0, 3_480, -3_480, -3_480, 0)),
        ("Räntor", (0, 19, -19, -40, -21)),
        ("Årets resultat", (3_247, 3_617, -370, -185, 185)),
    ]
    measures = ("cost", "income", "net", "net_budget", "net_deviation")
    found = parents(infer(rows, [(name, name, "2025") for name in measures]))
    assert {found[row] for row in (6, 7, 8, 9)} == {(10, 1)}
    assert found[5] == found[10] == (13, 1)


def test_shares_of_an_amount_that_the_table_does_not_have_are_none_of_its_total() -> None:
    rows: list[tuple[str, Prints]] = [
        ("Kraftkällan", (2_614_820, 281)),
        ("Lotsen", (1_477_265, 159)),
        ("Unga in", (1_836_540, 197)),
        ("Vägen", (988_410, 106)),
        ("Labbet", (344_780, 37)),
        ("Kansli", (2_040_500, 219)),
        ("Avskrivning", (330_915, None)),
        ("Summa", (9_633_230, None)),
    ]
    columns = [("Kostnader", "cost", "2025"), ("Andel av verksamhetens kostnader", "share", "2025")]

    def terms(prints: list[tuple[str, Prints]]) -> list[Any]:
        table = json.loads(text(prints, columns))
        for cell in table["cells"]:
            if cell[1] == 2:
                cell[6:] = ["percent", cell[7] // 10, 100]
        return [term for term in json.loads(infer_table(json.dumps(table)))["terms"] if term[1] == 2]

    assert terms(rows) == []
    # one share that is of nothing is a slip, and the others are of the total
    wrong = [(label, (amount, round((amount or 0) / 9_633.23))) for label, (amount, _) in rows[:-1]]
    wrong[1] = ("Lotsen", (1_477_265, 351))
    assert ["column", 2, 1, 1, "denominator", 1] in terms([*wrong, rows[-1]])


@pytest.mark.parametrize("turn", [1, -1])
def test_percentages_of_a_deviation_are_of_the_budget_whatever_their_sign(turn: int) -> None:
    rows: list[tuple[str, Prints]] = [
        ("Bidrag", (205_000, 200_161, -4_839, 24)),
        ("Avgifter", (10_000, 9_714, -286, 29)),
        ("Resursteamet", (-1_365_000, -1_351_974, 13_026, 10 * turn)),
        ("Smärtskolan", (-340_000, -344_433, -4_433, -13 * turn)),
        ("Gränslandet", (-725_000, -698_631, 26_369, 36 * turn)),
        ("Styrelse", (-115_000, -107_291, 7_709, 67 * turn)),
        ("Resultat", (-2_330_000, -2_292_454, 37_546, 16)),
    ]
    columns = [("Budget", "budget", "2025"), ("Utfall", "actual", "2025"), ("Avvikelse", "deviation", "2025"),
               ("Avvikelse %", "share", "2025")]  # fmt: skip
    table = json.loads(text(rows, columns))
    for cell in table["cells"]:
        if cell[1] == 4:
            cell[6:] = ["percent", cell[7] // 10, 100]
    found = json.loads(infer_table(json.dumps(table)))
    terms = [term for term in found["terms"] if term[1] == 4]
    assert ["column", 4, 1, 1, "denominator", 0] in terms
    assert [doubt for doubt in found["doubts"] if doubt[2] == "shares"] == []


@pytest.mark.parametrize("financing", [(1_450_648, 1_475_404), (1_450_648, 1_475_000)])
def test_costs_that_come_to_what_pays_for_them_are_a_sum_though_one_year_is_a_slip(financing: tuple[int, int]) -> None:
    paid = (1_215_518, 1_192_784), (177_457, 188_848), (57_673, financing[1] - 1_381_632)
    rows: list[tuple[str, Prints]] = [
        ("Projektpersonal", (899_402, 885_242)),
        ("Handledning", (333_649, 368_851)),
        ("Resor och logi", (130_558, 118_032)),
        ("Indirekta kostnader", (87_039, 103_279)),
        ("Projektets kostnader", (1_432_148, 1_475_404)),
        ("ESF-stöd", paid[0]),
        ("Medfinansiering", paid[1]),
        ("Egen insats", paid[2]),
        ("Projektets finansiering", financing),
    ]
    found = parents(infer(rows, YEARS))
    assert {found.get(row) for row in (6, 7, 8)} == {(9, 1)}
    # where what pays is another amount in the other year too, nothing tells which is the sum of the costs
    comes_to_it = financing[1] == 1_475_404
    assert ({found.get(row) for row in (1, 2, 3, 4)} == {(5, 1)}) is comes_to_it


@pytest.mark.parametrize(("thousands", "is_told"), [(1, True), (1000, False)])
def test_what_each_pays_is_an_amount_over_a_count_in_one_unit(thousands: int, is_told: bool) -> None:
    paid = [(745_064, 17_420, 42_770), (486_943, 11_385, 42_770), (344_303, 8_050, 45_770), (223_690, 5_230, 42_770)]
    cells = []
    for line, (amount, count, each) in enumerate(paid, 1):
        value = round(amount / thousands)
        cells.append([line, 1, 1, "actual", "2025", "number", "money", value * 1000, 1000])
        cells.append([line, 2, 1, "count", "2024", "number", "count", count * 1000, 1000])
        cells.append([line, 3, 1, "ratio", "2025", "number", "percent", each, 10 if thousands == 1 else 100])
    heads = [[1, "Bidrag", "actual", "2025"], [2, "Inv\xe5nare", "count", "2024"], [3, "Kr/inv", "ratio", "2025"]]
    labels = [[n, f"Kommun {n}"] for n in range(1, 5)]
    found = json.loads(infer_table(json.dumps({"rows": labels, "columns": heads, "cells": cells, "words": WORDS})))
    told = [term[1:5] for term in found["terms"] if term[1] == 3]
    assert told == ([[3, 1, 1, "numerator"], [3, 2, 100, "denominator"]] if is_told else [])
    # the third row deviates, and nothing keeps it from being told
    assert [doubt for doubt in found["doubts"] if doubt[2] == "shares"] == []


FLOW = [
    ("Årets resultat", (-92_822, -795_108)),
    ("Justering för ej likviditetspåverkande poster", (7_986, 7_986)),
    ("Medel från verksamheten före förändring av rörelsekapital", (-84_836, -787_122)),
    ("Förändring av fordringar", (-3_250_815, -130_183)),
    ("Förändring av skulder", (2_576_002, 350_721)),
    ("Kassaflöde från den löpande verksamheten", (-674_813, 220_538)),
]


@pytest.mark.parametrize("above", [FLOW[:3], FLOW[2:3]])
def test_a_flow_that_goes_on_from_a_subtotal_is_no_sum_of_the_changes_alone(above: list[tuple[str, Prints]]) -> None:
    rows = [*above, *FLOW[3:]]
    total = len(rows)
    assert total not in {parent for parent, _ in parents(infer(rows, YEARS)).values()}
    # a flow that says no such thing is what stands above it
    changes = [*rows[:-1], ("Summa förändringar", FLOW[-1][1])]
    assert {parents(infer(changes, YEARS))[line] for line in (total - 2, total - 1)} == {(total, 1)}


def test_the_assets_below_a_result_that_does_not_hold_are_no_sum_of_it() -> None:
    rows: list[tuple[str, Prints]] = [
        ("Summa intäkter", (9_964, 9_354)),
        ("Summa kostnader", (-12_092, -9_472)),
        ("Årets resultat", (-325, -118)),
        ("Eget kapital", (1_464, 1_582)),
        ("Tillgångar totalt", (2_107, 1_950)),
    ]
    assert 5 not in {parent for parent, _ in parents(infer(rows, YEARS)).values()}


def test_a_block_that_deviates_in_one_of_three_columns_is_counted_by_the_sum_above_it() -> None:
    rows: list[tuple[str, Prints]] = [
        ("Broslaget", (2_150, 2_106, 44)),
        ("Första steget", (1_350, 1_343, 7)),
        ("Arena Ung", (1_020, 918, 102)),
        ("Insatser", (4_520, 4_367, 153)),
        # -5 is right
        ("Kansli", (880, 885, 5)),
        ("Styrelse", (130, 131, -1)),
        ("Utbildning", (110, 96, 14)),
        ("Uppföljning", (80, 75, 5)),
        ("Gemensamt", (1_200, 1_187, 13)),
        ("Summa kostnader", (5_720, 5_555, 165)),
    ]
    columns = [("Budget", "budget", "2023"), ("Utfall", "actual", "2023"), ("Diff", "deviation", "2023")]
    found = parents(infer(rows, columns, "tkr"))
    assert {row: found[row] for row in (4, 9)} == {4: (10, 1), 9: (10, 1)}


def test_a_share_may_be_of_two_counts_together() -> None:
    names = ["Avslutade", "Arbete", "Studier", "Andel"]
    columns = [(name, "count", "2025") for name in names[:3]] + [("Andel", "share", "2025")]
    counts = [(33, 10, 5), (21, 5, 4), (36, 12, 3), (29, 8, 9), (11, 1, 1)]
    rows: list[tuple[str, Prints]] = [(f"Insats {n}", (*row, 0)) for n, row in enumerate(counts)]
    table = json.loads(text(rows, columns, "count"))
    # 58.6 is right in the fourth row
    shares = [455, 429, 417, 686, 182]
    table["cells"] = [
        [*cell[:6], "percent", shares[cell[0] - 1] * 100, 100] if cell[1] == 4 else cell for cell in table["cells"]
    ]
    found = json.loads(infer_table(json.dumps(table)))
    terms = {tuple(term[:5]) for term in found["terms"]}
    assert {
        ("column", 4, 2, 1, "numerator"),
        ("column", 4, 3, 1, "numerator"),
        ("column", 4, 1, 1, "denominator"),
    } <= terms


def test_a_sum_by_its_word_that_one_row_of_last_year_keeps_from_holding_is_told() -> None:
    rows: list[tuple[str, Prints]] = [
        ("Löner", (987, 946)),
        ("Arvoden", (86, 82)),
        # 331 is right
        ("Sociala avgifter", (317, 317)),
        ("Pensionskostnader", (58, 53)),
        ("Summa", (1_462, 1_398)),
    ]
    found = infer(rows, YEARS)
    assert parents(found)[1] == (5, 1) and found["doubts"] == []


def test_a_result_of_two_totals_is_told_where_one_of_three_years_does_not_follow() -> None:
    rows: list[tuple[str, Prints]] = [
        ("Bidrag", (3_740_000, 3_740_000, 3_740_000)),
        ("Räntor", (85_000, 80_000, 80_000)),
        ("Summa intäkter", (3_825_000, 3_820_000, 3_820_000)),
        ("Insatser", (3_150_000, 3_050_000, 2_960_000)),
        ("Kansli", (1_055_000, 1_070_000, 1_090_000)),
        ("Summa kostnader", (4_205_000, 4_120_000, 4_050_000)),
        # -300 000 is right in the second year
        ("Årets resultat", (-380_000, -320_000, -230_000)),
    ]
    years = [(str(year), "budget", str(year)) for year in (2014, 2015, 2016)]
    assert infer(rows, years)["doubts"] == []


@pytest.mark.parametrize(("insatser", "side"), [(40_925, 1), (-40_925, 1)])
def test_of_two_costs_whose_deviations_differ_in_sign_their_sum_tells_which_is_turned(insatser: int, side: int) -> None:
    rows = [
        ("Bidrag", (4_820_000, 4_820_000, 0)),
        ("Övriga intäkter", (62_400, 10_000, 52_400)),
        ("Summa intäkter", (4_882_400, 4_830_000, 52_400)),
        ("Insatser", (-3_520_925, -3_480_000, insatser)),
        ("Kansli", (-1_000_855, -1_020_000, 19_145)),
        ("Summa kostnader", (-4_521_780, -4_500_000, -21_780)),
        ("Resultat", (360_620, 330_000, 30_620)),
    ]
    columns = [("Utfall", "actual", "2025"), ("Budget", "budget", "2025"), ("Skillnad", "deviation", "2025")]
    found = infer(rows, columns)
    assert {row[0]: row[5] for row in found["rows"]}[4] == side


def test_kv_and_m_are_women_and_men() -> None:
    rows = [("Språng ut", (23, 16, 39)), ("Hyveln", (14, 21, 35)), ("Unga", (16, 16, 34)), ("Hälsokoll", (10, 4, 14))]
    columns = [(name, "count", "2023") for name in ("Vid årets slut Kv", "Vid årets slut M", "Vid årets slut Alla")]
    found = infer([*rows, ("Samtliga", (63, 57, 120))], columns, "count")
    assert {(total, term) for axis, total, term, *_ in found["terms"] if axis == "column"} == {(3, 1), (3, 2)}
