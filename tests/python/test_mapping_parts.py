"""Tables by parts: of predecessors, of what each inhabitant pays, of purposes, of one project."""

import dataclasses

import pytest
from finsam_audit.mapping.mapper import map_report, map_state
from finsam_audit.mapping.report import Number, Table, Text
from finsam_audit.mapping.state import OTHER_PLAN
from test_mapping import INCOME, codes, report_of, report_with

SIDES = [("Fordringar", "256 628", "193 600", "450 228"), ("Tillgångar", "256 628", "193 600", "450 228")]
BALANCE = report_of(
    "Balansräkning",
    ["2024-12-31", "2023-12-31"],
    [("Fordringar", ["450 228", "430 110"]), ("Summa tillgångar", ["450 228", "430 110"])],
    2,
)


@pytest.mark.parametrize(
    ("heads", "statement"),
    [(["Västra", "Sjöviken", "Tillsammans"], "note_other"), (["2024", "2023", "2022"], "balance_sheet")],
)
def test_what_predecessors_brought_along_is_no_balance_sheet_of_a_year(heads: list[str], statement: str) -> None:
    opened = report_of("Ingående balansräkning", heads, [(name, list(prints)) for name, *prints in SIDES], 3)
    state = map_state(report_with(INCOME, BALANCE, opened))[0]
    assert [mapped.statement for mapped in state.tables][1:] == ["balance_sheet", statement]


def test_members_are_the_same_beside_what_each_inhabitant_pays() -> None:
    heads = ["Folkmängd", "Bidrag kr", "Kr per invånare", "Andel"]
    rows = [
        ("Byns kommun", ["18 340", "590 700", "32,2", "51 %"]),
        ("Åns kommun", ["17 600", "567 500", "32,2", "49 %"]),
    ]
    paid = report_of("Kommunernas bidrag 2024", heads, rows, 2)
    found = [row for row in map_report(report_with(INCOME, paid))["line_items"] if row["table_no"] == "2"]
    assert {(row["measure"], row["member"]) for row in found if row["label"] == "Byns kommun"} == {
        ("count", "byns_kommun"), ("actual", "byns_kommun"), ("ratio", "byns_kommun"), ("share", "byns_kommun")
    }  # fmt: skip


def test_towns_among_the_members_of_a_note_need_no_word_for_what_they_are() -> None:
    rows = [(name, ["200 000"]) for name in ("Staten", "Region Väst", "Fjällsjö", "Linnäs")]
    note = report_of("Not 2 Intäkter från medlemmarna", ["2024"], [*rows, ("Summa intäkter", ["800 000"])], 2)
    assert codes(map_state(report_with(INCOME, note))[0], 1)[:4] == ["contribution"] * 4


def test_what_another_note_calls_a_grant_is_no_members_where_one_has_the_members_alone() -> None:
    members = [(name, ["200 000"]) for name in ("Staten", "Region Väst", "Byns kommun")]
    one = report_of("Not 2 Medlemsavgifter", ["2024"], [*members, ("Summa", ["600 000"])], 2)
    other = report_of(
        "Not 3 Projektmedel och bidrag",
        ["2024"],
        [("NNS, bidrag till indikatorer", ["41 689"]), ("Summa", ["41 689"])],
        3,
    )
    assert codes(map_state(report_with(INCOME, one, other))[0], 2)[0] == "other_grants"


def test_costs_for_administration_are_a_purpose_beside_the_smaller_one_above_them() -> None:
    rows = [
        ("Individinriktad verksamhet", ["3 848 722"]),
        ("Strukturövergripande", ["579 891"]),
        ("varav seminarier", ["120 000"]),
        ("Kansli, styrelse och revision", ["1 130 544"]),
        ("Totalt", ["5 559 157"]),
    ]
    purposes = report_of("Kostnader per ändamål", ["2024"], rows, 2)
    assert codes(map_state(report_with(INCOME, purposes))[0], 1) == [
        "total_individual", "total_structural", "of_which", "total_administration", "total"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Kostnader inkl. avskrivningar och finansnetto", "row"),
        ("Kostnader inkl. finansiella kostnader", "total_costs"),
        ("Kostnad per deltagare", "row"),
    ],
)
def test_costs_that_income_from_interest_lessens_are_no_line_of_costs(label: str, code: str) -> None:
    overview = report_of(
        "Flerårsöversikt", ["2024", "2023"], [("Intäkter", ["5 012", "4 900"]), (label, ["4 801", "4 851"])], 2
    )
    assert codes(map_state(report_with(INCOME, overview))[0], 1)[1] == code


def test_the_account_of_one_project_is_no_income_statement_and_its_amounts_are_its_own() -> None:
    rows = [
        ("Lön", ["247 000", "200 000"]),
        ("Resor", ["53 000", "40 000"]),
        ("Summa kostnader", ["300 000", "240 000"]),
    ]
    project = report_of("Projektet Bärkraft sedan starten", ["2024", "2023"], rows, 2)
    told = Text("Summa kostnader", Number("9", 0, 1, "300 000 kr"), same_as=("2003", 1, 1))
    report = dataclasses.replace(report_with(INCOME, project), texts=(told,))
    assert map_state(report)[0].tables[1].statement == "context"
    assert [row["line_item"] for row in map_report(report)["line_items"] if row["statement"] == "narrative"] != [
        "total_costs"
    ]


def test_an_account_of_costs_alone_is_of_the_year_whose_costs_it_ends_in() -> None:
    rows = [("Stegen", ["1 000 000", "1 100 000", "1 050 333"]), ("Bron", ["3 700 210", "3 700 210", "3 800 000"])]
    total = ("Totala kostnader", ["4 700 000", "4 800 210", "4 850 333"])
    heads = ["Budget 2024", "Utfall 2024", "Utfall 2022"]
    account = report_of("Driftredovisning", heads, [*rows, total], 2)
    assert map_state(report_with(INCOME, account, year=2024))[0].tables[1].columns[3].year == 2023


def test_what_was_used_may_be_the_outcome_or_a_forecast() -> None:
    rows = [("Stegen", ["120 000", "111 111", "115 000"]), ("Bron", ["210 000", "222 222", "205 000"])]
    account = report_of("Driftredovisning", ["Budget", "Förbrukning utfall", "Förbrukning prognos augusti"], rows, 2)
    mapped = map_state(report_with(INCOME, account))[0].tables[1]
    assert [mapped.columns[n].role for n in (1, 2, 3)] == ["budget", "actual", OTHER_PLAN]


@pytest.mark.parametrize(
    ("heading", "is_told"), [("Projektet Bärkraft sedan starten", False), ("Not 3 Kostnader", True)]
)
def test_an_amount_of_the_text_is_held_against_a_minus_only_where_the_table_says_what_it_means(
    heading: str, is_told: bool
) -> None:
    note = report_of(
        heading, ["2024", "2023"], [("Arvoden", ["-127 800", "-120 000"]), ("Hyra", ["-53 000", "-40 000"])], 2
    )
    told = Text("Arvoden", Number("9", 0, 1, "127 800 kr"), same_as=("2001", 1, 1))
    rows = map_report(dataclasses.replace(report_with(INCOME, note), texts=(told,)))["line_items"]
    assert ([row["line_item"] for row in rows if row["statement"] == "narrative"] == ["told"]) is is_told


def statements(*tables: Table) -> list[str]:
    """Return the statements of tables that stand beside an income statement."""
    return [mapped.statement for mapped in map_state(report_with(INCOME, *tables))[0].tables][1:]


def test_the_county_council_pays_as_the_region_does_and_towns_stand_below_it() -> None:
    rows = [(name, ["200 000"]) for name in ("Staten", "Landstinget", "Utby", "Markbo")]
    note = report_of("Not 1 Bidrag från medlemmarna", ["2012"], [*rows, ("Summa bidrag", ["800 000"])], 2)
    assert codes(map_state(report_with(INCOME, note))[0], 1)[:4] == ["contribution"] * 4


def test_a_grant_of_the_national_network_is_no_members_contribution() -> None:
    rows = [(name, ["200 000"]) for name in ("Staten", "Region Väst", "Byns kommun")]
    grant = ("Statsbidrag via Nationella nätverket", ["30 000"])
    note = report_of("Not 1 Intäkter", ["2012"], [*rows, grant, ("Summa", ["630 000"])], 2)
    assert codes(map_state(report_with(INCOME, note))[0], 1)[3] == "other_grants"


def test_who_was_present_is_no_note_of_who_paid() -> None:
    rows = [(name, ["5", "4"]) for name in ("Staten", "Landstinget", "Byns kommun")]
    assert statements(report_of("Utsedd av", ["Möten", "Närvarande"], rows, 2)) == ["context"]
    paid = [(name, ["5 000 000", "4 000 000"]) for name in ("Staten", "Landstinget", "Byns kommun")]
    assert statements(report_of("Intäkter", ["2024", "2023"], paid, 2)) == ["contributions_overview"]


def test_a_budget_beside_its_outcome_is_followed_up_and_no_plan() -> None:
    rows = [("Bron", ["880", "898", "-18"]), ("Spåret", ["770", "790", "-20"]), ("Totalt", ["1 650", "1 688", "-38"])]
    followed = report_of("Verksamhet och budget", ["Budget 2024", "Utfall 2024", "Kvar 2024"], rows, 2)
    revised = report_of("Verksamhet och budget", ["Antagen budget 2025", "Ändring", "Ändrad budget 2025"], rows, 2)
    assert statements(followed) == ["operating_account"]
    assert statements(revised) == ["budget_plan"]


def test_a_year_over_several_columns_stands_before_what_each_is() -> None:
    rows = [("Bron", ["880", "898", "-18"]), ("Spåret", ["770", "790", "-20"]), ("Totalt", ["1 650", "1 688", "-38"])]
    account = report_of("Driftredovisning", ["2024 Budget", "2024 Utfall", "2024 Kvar"], rows, 2)
    columns = map_state(report_with(INCOME, account))[0].tables[1].columns
    assert [columns[n].role for n in sorted(columns)] == ["budget", "actual", "deviation"]


def test_a_print_out_of_accounts_is_not_the_balance_sheet() -> None:
    rows = [("1510 Kundfordringar", ["68 159", "34 338"]), ("1940 Bank", ["382 069", "395 772"])]
    printed = report_of(
        "Balansrapport",
        ["IB 2024-01-01", "UB 2024-12-31"],
        [*rows, ("10-19 Summa tillgångar", ["450 228", "430 110"])],
        3,
    )
    assert statements(BALANCE, printed) == ["balance_sheet", "note_other"]
    # where it is the only one it is the statement
    assert statements(printed) == ["balance_sheet"]


def test_a_table_of_changes_in_equity_needs_no_number_of_a_note() -> None:
    rows = [
        ("Eget kapital 1 januari", ["946 663"]),
        ("Resultat", ["-215 190"]),
        ("Eget kapital 31 december", ["731 473"]),
    ]
    changes = report_of("Förändring av eget kapital", ["2024"], rows, 2)
    state = map_state(report_with(INCOME, changes))[0]
    assert codes(state, 1) == ["opening_equity", "net_result", "equity"]


def test_capital_in_and_out_of_a_plan_is_equity() -> None:
    rows = [
        ("Bidrag", ["5 530"]),
        ("Insatser", ["-5 660"]),
        ("Resultat", ["-130"]),
        ("Kapital in", ["731"]),
        ("Kapital ut", ["601"]),
    ]
    plan = report_of("Ekonomisk plan 2025", ["2025"], rows, 2)
    assert codes(map_state(report_with(INCOME, plan))[0], 1)[3:] == ["opening_equity", "closing_equity"]


def test_costs_of_an_overview_are_what_the_income_statement_calls_their_sum() -> None:
    result = report_of(
        "Resultaträkning",
        ["2024", "2023"],
        [
            ("Summa intäkter", ["10 197 300", "9 969 700"]),
            ("Driftkostnader", ["-10 088 565", "-10 118 027"]),
            ("Avskrivningar", ["-26 500", "-22 000"]),
            ("Summa kostnader", ["-10 115 065", "-10 140 027"]),
            ("Verksamhetens resultat", ["82 235", "-170 327"]),
            ("Räntenetto", ["76 185", "74 457"]),
            ("Årets resultat", ["158 420", "-95 870"]),
        ],
        1,
    )
    heads = ["2024", "2023", "2022", "2021"]
    rows = [
        ("Intäkter", ["10 197", "9 970", "9 486", "8 966"]),
        ("Kostnader", ["-10 115", "-10 140", "-9 098", "-9 145"]),
    ]
    other = [rows[0], ("Kostnader", ["-10 089", "-10 118", "-9 098", "-9 145"])]
    found = [
        codes(map_state(report_with(result, report_of("Flerårsöversikt, tkr", heads, lines, 2)))[0], 1)[1]
        for lines in (rows, other)
    ]
    assert found == ["costs_with_depreciation", "operating_costs"]


def test_a_note_that_itemises_several_lines_is_not_the_one_that_refers_to_it() -> None:
    result = report_of(
        "Resultaträkning",
        ["Not", "2024"],
        [
            ("Intäkter", ["", "900 000"]), ("Personal", ["3", "-500 000"]), ("Hyror", ["", "-100 000"]),
            ("Summa kostnader", ["", "-600 000"]), ("Årets resultat", ["", "300 000"]),
        ],
        1,
    )  # fmt: skip
    rows = [("Personal", ["500 000"]), ("Hyror", ["100 000"]), ("Summa", ["600 000"])]
    own = [("Löner", ["400 000"]), ("Pensioner", ["100 000"]), ("Summa", ["500 000"])]
    found = [
        codes(map_state(report_with(result, report_of("Not 3 Kostnader", ["2024"], lines, 2)))[0], 1)[2]
        for lines in (rows, own)
    ]
    assert found == ["total", "line_of_statement"]


@pytest.mark.parametrize("label", ["Soliditet (%)", "Soliditet, %", "Soliditet i procent"])
def test_a_ratio_says_behind_its_name_that_it_is_in_per_cent(label: str) -> None:
    heads = ["2024", "2023", "2022", "2021"]
    rows = [("Intäkter", ["10 197", "9 970", "9 486", "8 966"]), (label, ["54,5", "50,1", "55,5", "59,5"])]
    found = map_report(report_with(INCOME, report_of("Flerårsöversikt", heads, rows, 2)))["line_items"]
    assert {row["measure"] for row in found if row["label"] == label} == {"ratio"}


def test_other_current_liabilities_are_a_row_among_them() -> None:
    sheet = [("Summa tillgångar", ["737 243"]), ("Summa eget kapital", ["517 426"])]
    rows = [
        ("Leverantörsskulder", ["214 465"]),
        ("Övriga kortfristiga skulder", ["5 352"]),
        ("Summa skulder", ["219 817"]),
    ]
    found = [
        codes(map_state(report_with(INCOME, report_of("Balansräkning", ["2024-12-31"], [*sheet, *debts], 2)))[0], 1)[2:]
        for debts in (rows, [("Kortfristiga skulder", ["219 817"]), rows[2]])
    ]
    assert found == [["row", "row", "total_liabilities"], ["current_liabilities", "total_liabilities"]]


def test_grants_of_an_overview_are_the_members_where_the_income_statement_says_so() -> None:
    result = report_of(
        "Resultaträkning",
        ["2024", "2023"],
        [
            ("Bidrag från medlemmar", ["2 136 000", "2 096 000"]),
            ("Deltagaravgifter", ["3 645", "28 125"]),
            ("Summa intäkter", ["2 139 645", "2 124 125"]),
            ("Årets resultat", ["-79 933", "41 682"]),
        ],
        1,
    )
    heads = ["2024", "2023", "2022", "2021"]
    found = [
        codes(map_state(report_with(result, report_of("Fyra år", heads, [("Bidrag", line)], 2)))[0], 1)[0]
        for line in (
            ["2 136 000", "2 096 000", "2 056 000", "2 016 000"],
            ["2 139 645", "2 124 125", "2 056 000", "2 016 000"],
        )
    ]
    assert found == ["contribution", "operating_income"]


def test_a_note_without_a_number_is_the_line_that_prints_what_it_comes_to() -> None:
    result = report_of(
        "Resultaträkning",
        ["2024", "2023"],
        [
            ("Intäkter", ["900 000", "800 000"]),
            ("Insatser", ["-500 000", "-450 000"]),
            ("Kansli", ["-100 000", "-90 000"]),
            ("Summa kostnader", ["-600 000", "-540 000"]),
            ("Årets resultat", ["300 000", "260 000"]),
        ],
        1,
    )
    rows = [("Löner", ["80 000", "75 000"]), ("Hyra", ["20 000", "15 000"]), ("Kansli", ["100 000", "90 000"])]
    note = report_of("Noter: Kansliets kostnader", ["2024", "2023"], rows, 2)
    assert codes(map_state(report_with(result, note))[0], 1)[2] == "line_of_statement"


def test_all_municipalities_below_the_region_are_a_sum_among_the_contributions() -> None:
    rows = [
        ("Försäkringskassan (staten)", ["3 660", "3 600"]),
        ("Region Väst", ["1 830", "1 800"]),
        ("Byns kommun", ["1 009", "972"]),
        ("Åns kommun", ["821", "828"]),
        # 1 830 is right
        ("Summa kommuner", ["1 803", "1 800"]),
        ("Summa bidrag", ["7 320", "7 200"]),
    ]
    paid = report_of("Medlemmarnas bidrag", ["2024", "2023"], rows, 2)
    assert codes(map_state(report_with(INCOME, paid))[0], 1) == ["contribution"] * 4 + ["subtotal", "contribution"]


def test_what_is_done_with_the_result_under_the_balance_requirement_is_no_part_of_it() -> None:
    rows = [
        ("Årets resultat enligt resultaträkningen", ["-51 888", "51 762"]),
        ("Reducering av realisationsvinster", ["0", "0"]),
        ("Balanskravsresultat", ["-51 888", "51 762"]),
        ("Synnerliga skäl enligt styrelsens beslut", ["51 888", "0"]),
        ("Balanskravsresultat att återställa", ["0", "0"]),
    ]
    state = map_state(report_with(INCOME, report_of("Balanskravsutredning", ["2023", "2024"], rows, 2)))[0]
    assert codes(state, 1) == [
        "net_result", "realisation_gains", "balance_requirement_result", "of_which", "of_which"
    ]  # fmt: skip


FINANCE = [
    ("Ränteintäkter", ["1 260", "840"]),
    ("Räntekostnader och bankavgifter", ["-4 915", "-3 377"]),
    ("Netto", ["-3 709", "-2 537"]),
]


@pytest.mark.parametrize("heading", ["Finansiella poster (kr)", "Not 6 Finansiella poster"])
def test_financial_items_by_themselves_are_a_note_and_its_rows_the_lines_of_the_statement(heading: str) -> None:
    state = map_state(report_with(INCOME, report_of(heading, ["2021", "2020"], FINANCE, 2)))[0]
    assert [mapped.statement for mapped in state.tables] == ["income_statement", "note_other"]
    assert codes(state, 1) == ["financial_income", "financial_costs", "financial_net"]


def test_two_rows_of_financial_income_are_not_the_line() -> None:
    rows = [("Ränteintäkter", ["900", "800"]), ("Övriga finansiella intäkter", ["360", "40"]), *FINANCE[1:]]
    state = map_state(report_with(INCOME, report_of("Not 6 Finansiella poster", ["2021", "2020"], rows, 2)))[0]
    assert "financial_income" not in codes(state, 1)


def test_a_cash_flow_has_what_was_booked_against_equity_and_what_was_paid_back() -> None:
    rows = [
        ("Årets resultat", ["171 424", "300 910"]),
        ("Rättelse mot ingående eget kapital", ["-38 400", "0"]),
        ("Ökning/minskning av fordringar", ["-20 516", "-18 472"]),
        ("Ökning/minskning av kortfristiga skulder", ["5 454", "40 797"]),
        ("Kassaflöde från den löpande verksamheten", ["117 962", "323 235"]),
        ("Återbetalning till medlemmarna", ["-400 000", "0"]),
        ("Årets kassaflöde", ["-282 038", "323 235"]),
    ]
    state = map_state(report_with(INCOME, report_of("Kassaflödesanalys", ["2024", "2023"], rows, 2)))[0]
    found = codes(state, 1)
    assert (found[1], found[5]) == ("equity_adjustment", "financing_cash_flow")
