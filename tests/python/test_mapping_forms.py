"""Forms that reports met for the first time have: each is mapped as a reader takes it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit.mapping.database import build_mapped
from finsam_audit.mapping.mapper import map_report
from finsam_audit.mapping.report import Number, Row, Table
from test_mapping import INCOME, report_of, report_with

Rows = Sequence[tuple[str, list[str]]]


def mapped(*tables: Table) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the seeds for an income statement and such tables."""
    return map_report(report_with(INCOME, *tables, year=2024))


def lines(result: dict[str, list[dict[str, str]]], table_no: int = 2) -> dict[tuple[str, int], dict[str, str]]:
    """Return the numbers of a table by label and column."""
    return {
        (row["label"], int(row["column_no"])): row for row in result["line_items"] if row["table_no"] == str(table_no)
    }


def codes(result: dict[str, list[dict[str, str]]], table_no: int = 2) -> dict[str, str]:
    """Return the codes of a table's rows by label."""
    return {label: row["line_item"] for (label, _), row in lines(result, table_no).items()}


PARTIES: Rows = [
    ("Försäkringskassan", ["2 000 000", "1 900 000"]),
    ("Region Sjöland", ["1 000 000", "950 000"]),
    ("Ekby stad", ["600 000", "560 000"]),
    ("Alby", ["250 000", "240 000"]),
    ("Viks kommun", ["150 000", "150 000"]),
]


def test_a_town_among_the_parties_of_a_note_is_one_of_them() -> None:
    note = report_of(
        "Not 2 Intäkter",
        ["2024", "2023"],
        [
            *PARTIES,
            ("Summa medlemsbidrag", ["4 000 000", "3 800 000"]),
            ("Övriga intäkter", ["1 012 345", "1 100 120"]),
            ("Summa", ["5 012 345", "4 900 120"]),
        ],
        2,
    )
    result = mapped(note)
    assert {codes(result)[label] for label, _ in PARTIES} == {"contribution"}
    kinds = {row["name"]: row["kind"] for row in result["members"]}
    assert kinds["Ekby stad"] == kinds["Alby"] == "municipality"
    assert codes(result)["Övriga intäkter"] == "other_income"


def test_a_grant_among_the_parties_is_not_one_of_them() -> None:
    rows = [*PARTIES[:2], ("Tillfälligt tillskott", ["50 000", "0"]), *PARTIES[2:]]
    result = mapped(report_of("Not 2 Intäkter", ["2024", "2023"], [*rows, ("Summa", ["1", "2"])], 2))
    kinds = {row["name"]: row["kind"] for row in result["members"]}
    assert kinds.get("Tillfälligt tillskott") != "municipality"


def test_the_sum_of_a_note_about_contributions_is_theirs_and_that_of_another_is_no_sum_of_all_income() -> None:
    contributions = report_of(
        "Not 1 Medlemsavgifter", ["2024", "2023"], [*PARTIES, ("Summa", ["4 000 000", "3 800 000"])], 2
    )
    others = report_of(
        "Not 2 Övriga intäkter",
        ["2024", "2023"],
        [("Försäljning", ["1 012 345", "1 100 120"]), ("Summa", ["1 012 345", "1 100 120"])],
        3,
    )
    result = mapped(contributions, others)
    assert codes(result)["Summa"] == "total"
    assert codes(result, 3)["Summa"] == "subtotal"


@pytest.mark.parametrize("result_of_year", ["-47 000", "-48 857"])
def test_costs_of_an_overview_without_income_stand_without_a_sign_beside_a_loss(result_of_year: str) -> None:
    overview = report_of(
        "Fem år",
        ["2023", "2024"],
        [
            ("Bidrag från medlemmarna", ["–", "–"]),
            ("Kostnader", ["47 607", "41 776"]),
            ("Resultat", [result_of_year, "-43 339"]),
            ("Eget kapital", ["363 143", "319 804"]),
            ("Soliditet, procent", ["92", "91"]),
        ],
        2,
    )
    result = mapped(overview)
    columns = [row for row in result["table_columns"] if row["table_no"] == "2"]
    assert {(row["sign"], row["cost_sign"]) for row in columns} == {("natural", "unsigned")}
    ratio = lines(result)[("Soliditet, procent", 1)]
    assert (ratio["measure"], ratio["unit"]) == ("ratio", "percent")


def test_a_row_that_prints_its_own_unit_is_in_that_one() -> None:
    overview = report_of(
        "Tre år i sammandrag",
        ["2023", "2024"],
        [
            ("Verksamhetens intäkter, tkr", ["4 900", "5 012"]),
            ("Årets resultat, tkr", ["38", "206"]),
            ("Balansomslutning, mkr", ["3,21", "3,44"]),
        ],
        2,
    )
    result = mapped(overview)
    assert next(row for row in result["tables"] if row["table_no"] == "2")["printed_unit"] == "tkr"
    assert lines(result)[("Balansomslutning, mkr", 1)]["unit"] == "mkr"
    assert not [row for row in result["undecided"] if row["subject"] == "unit"]


def test_a_unit_in_a_cell_of_the_row_makes_a_plain_number_a_ratio() -> None:
    rows = report_of("Verksamheten i siffror", ["2023", "2024"], [("Soliditet", ["75,1", "65,8"])], 2).rows
    overview = Table(2, "Flera år i sammandrag", "", {1: "2023", 2: "2024"}, (
        Row("1", "Intäkter", (Number("1", 1, 1, "4 900"), Number("1", 2, 1, "5 012")), "tkr"),
        Row(rows[0].source_line, "Soliditet", rows[0].numbers, "percent"),
    ))  # fmt: skip
    assert lines(mapped(overview))[("Soliditet", 2)]["measure"] == "ratio"


def test_a_column_of_change_is_no_print_of_the_year() -> None:
    overview = report_of(
        "Ekonomi i sammandrag (tkr)",
        ["2023", "2024", "Ändring", "Ändring i %"],
        [
            ("Verksamhetens intäkter", ["4 900", "5 012", "112", "2%"]),
            ("Eget kapital", ["2 070", "2 118", "48", "2%"]),
            ("Soliditet", ["69%", "77%", "", "8%"]),
            ("Summa tillgångar", ["2 991", "2 752", "", ""]),
        ],
        2,
    )
    found = lines(mapped(overview))
    # a row that prints no change at all lacks none
    assert ("Summa tillgångar", 3) not in found
    assert found[("Verksamhetens intäkter", 3)]["measure"] == "deviation"
    assert (found[("Eget kapital", 4)]["line_item"], found[("Eget kapital", 4)]["measure"]) == ("equity", "share")
    assert found[("Soliditet", 4)]["measure"] == "share"


def test_a_deviation_between_net_columns_is_net() -> None:
    account = report_of(
        "Driftredovisning 2024 (tkr)",
        ["Budget netto", "Utfall netto", "Avvikelse", "Utfall netto 2023"],
        [
            ("Kansli", ["(800)", "(801)", "(1)", "(830)"]),
            ("Hamnen", ["(2 220)", "(2 191)", "29", "(2 261)"]),
            ("Verksamhetens nettokostnad", ["(3 020)", "(2 992)", "28", "(3 091)"]),
        ],
        2,
    )
    result = mapped(account)
    assert lines(result)[("Hamnen", 3)]["measure"] == "net_deviation"
    assert codes(result)["Verksamhetens nettokostnad"] == "total"


def test_a_sum_above_its_parts_is_known_by_the_name_of_its_note_though_a_part_is_wrong() -> None:
    note = report_of(
        "Not 5 Kortfristiga skulder",
        ["2024", "2023"],
        [
            ("Kortfristiga skulder", ["1 017 470", "633 538"]),
            ("Leverantörsskulder", ["410 546", "273 147"]),
            ("Skatter och avgifter", ["60 965", "60 965"]),
            ("Upplupna kostnader", ["530 327", "299 426"]),
        ],
        2,
    )
    assert codes(mapped(note))["Kortfristiga skulder"] == "total"


def test_costs_and_depreciation_under_one_sum_are_two_lines() -> None:
    statement = report_of(
        "Resultaträkning (kr)",
        ["2024", "2023"],
        [
            ("Medlemsavgifter", ["4 925 000", "4 860 000"]),
            ("Övriga intäkter", ["286 692", "274 103"]),
            ("Summa intäkter", ["5 211 692", "5 134 103"]),
            ("Kostnader", ["5 294 823", "4 945 672"]),
            ("Avskrivningar", ["51 000", "41 333"]),
            ("Summa kostnader", ["5 345 823", "4 987 005"]),
            ("Årets resultat", ["-134 131", "147 098"]),
        ],
    )
    found = codes(map_report(report_with(statement, year=2024)), 1)
    assert (found["Kostnader"], found["Avskrivningar"], found["Summa kostnader"]) == (
        "operating_costs",
        "depreciation",
        "subtotal",
    )


@pytest.mark.parametrize("heading", ["Nivå", "Målnivå"])
@pytest.mark.parametrize("verdict", ["Slutsats", "Uppnått?", "Ljus"])
def test_goals_that_no_code_names_have_one_by_their_order(heading: str, verdict: str) -> None:
    goals = report_of(
        "Mål",
        [heading, "Utfall", verdict],
        [
            ("Chefer som ser nytta", ["minst 75 %", "71,2 %", "Ja"]),
            ("Arbete eller studier", ["minst 45 %", "39 %", "Ja"]),
            ("Bemötande", ["minst 90 %", "94 %", "Ja"]),
            ("Jämställdhet", ["ska integreras", "–", "Ja"]),
        ],
        2,
    )
    result = mapped(goals)
    assert next(row for row in result["tables"] if row["table_no"] == "2")["statement"] == "goals"
    found = codes(result)
    assert (found["Chefer som ser nytta"], found["Arbete eller studier"], found["Bemötande"]) == (
        "own_goal_1",
        "ended_to_work",
        "own_goal_2",
    )
    assert {(row["goal"], row["name_sv"], row["operator"]) for row in result["goal_definitions"]} >= {
        ("own_goal_1", "Chefer som ser nytta", ">="),
        ("own_goal_2", "Bemötande", ">="),
    }


def test_a_plan_of_several_years_in_thousands_said_in_words() -> None:
    plan = report_of(
        "Flerårsplan",
        ["2025", "2026"],
        [
            ("Medlemsavgifter", ["4 925", "4 950"]),
            ("Summa intäkter", ["4 925", "4 950"]),
            ("Insatser", ["4 650", "4 540"]),
            ("Summa kostnader", ["4 650", "4 540"]),
            ("Resultat", ["275", "410"]),
        ],
        2,
    )
    plan = Table(plan.table_no, plan.heading, "Tusentals kronor", plan.columns, plan.rows)
    table = next(row for row in mapped(plan)["tables"] if row["table_no"] == "2")
    assert (table["statement"], table["printed_unit"]) == ("budget_plan", "tkr")


@pytest.mark.slow
def test_such_forms_are_cast_without_an_accusation_and_what_is_wrong_in_them_is_told(tmp_path: Path) -> None:
    note = report_of(
        "Not 2 Intäkter (kr)",
        ["2024", "Andel 2024"],
        [
            ("Försäkringskassan", ["1 500 000", "37,5 %"]),
            ("Arbetsförmedlingen", ["500 000", "12,5 %"]),
            ("Region Norr", ["600 000", "15,0 %"]),
            ("Region Söder", ["400 000", "10,0 %"]),
            ("Ekby", ["600 000", "15,0 %"]),
            ("Viks kommun", ["400 000", "40,0 %"]),
            ("Summa medlemsbidrag", ["4 000 000", "100,0 %"]),
            ("Övriga intäkter", ["1 012 345", ""]),
            ("Summa", ["5 012 345", ""]),
        ],
        2,
    )
    sheet = report_of(
        "Balansräkning (kr)",
        ["2024", "2023"],
        [
            ("Fordringar", ["300 000", "280 000"]),
            ("Kassa och bank", ["3 140 000", "2 930 000"]),
            ("Summa tillgångar", ["3 440 000", "3 210 000"]),
        ],
        3,
    )
    overview = report_of(
        "Två år i sammandrag",
        ["2023", "2024"],
        [
            ("Medlemsbidrag, tkr", ["3 800", "4 000"]),
            ("Kostnader, tkr", ["-4 870", "-4 820"]),
            ("Årets resultat, tkr", ["38", "206"]),
            ("Balansomslutning, mkr", ["3,21", "3,44"]),
        ],
        4,
    )
    goals = report_of("Mål", ["Nivå", "Utfall", "Slutsats"], [("Chefer ser nytta", ["minst 75 %", "71,2 %", "Ja"])], 5)
    database = build_mapped(ROOT, tmp_path, [mapped(note, sheet, overview, goals)])
    with duckdb.connect(str(database), read_only=True) as connection:
        query = """select rule_id, coalesce(member, line_item) from marts.check_results where state = 'deviation'
            and rule_id in ('FN-001', 'FN-002', 'FO-010', 'FO-022', 'FO-031', 'ML-004') order by all"""
        found = connection.execute(query).fetchall()
        tied = connection.execute("select count(*) from marts.check_results where rule_id = 'FO-022'").fetchone()
    assert found == [("FO-031", "viks_kommun"), ("ML-004", "own_goal_1")]
    assert tied == (2,)


def test_abbreviations_are_read_as_what_they_stand_for() -> None:
    balance = report_of(
        "Balansräkning (tkr)",
        ["2024", "2023"],
        [
            ("8. EK 1/1", ["2 134", "2 682"]),
            ("Periodens/årets resultat", ["206", "-548"]),
            ("EK 31/12", ["2 340", "2 134"]),
            ("Kortfr. skulder", ["1 023", "1 181"]),
            ("IV. Kortfr. fordringar", ["355", "437"]),
        ],
        2,
    )
    assert list(codes(mapped(balance)).values()) == [
        "opening_equity",
        "net_result",
        "equity",
        "current_liabilities",
        "receivables",
    ]


def test_a_row_without_a_label_is_a_sum() -> None:
    rows = [*PARTIES, ("", ["4 000 000", "3 800 000"]), ("ESF", ["1 012 345", "1 100 120"]), ("", ["5 012 345", "1"])]
    result = mapped(report_of("Not 2 Intäkter", ["2024", "2023"], rows, 2))
    found = [row["line_item"] for row in result["line_items"] if row["table_no"] == "2"][::2]
    assert found[-3:] == ["total_contributions", "other_grants", "total"]


def test_a_note_of_one_kind_of_costs_has_no_sum_of_all() -> None:
    rows = [("Löner", ["-300 000", "-290 000"]), ("Resor", ["-12 345", "-9"]), ("Summa", ["-312 345", "-290 009"])]
    for heading, code in (
        ("Not 3 Personalkostnader", "subtotal"),
        ("Not 4 Kostnader för personal", "subtotal"),
        ("3 Lön och personal", "subtotal"),
        ("Not 3 Verksamhetens kostnader", "total"),
    ):
        assert codes(mapped(report_of(heading, ["2024", "2023"], rows, 2)))["Summa"] == code
    costs = next(row for row in INCOME.rows if "kostnader" in row.label)
    whole = [*rows[:2], ("Summa", [number.printed for number in costs.numbers])]
    assert codes(mapped(report_of("Not 3 Köp och kostnader", ["2024", "2023"], whole, 2)))["Summa"] == "total"


def test_names_of_which_one_holds_the_other_are_two_where_a_count_differs_by_one() -> None:
    insatser = [("Lotsen", ["57"]), ("Föräldrastöd till arbete", ["32"])]
    for count, is_one in (("32", True), ("33", False)):
        found = mapped(
            report_of("Deltagare per insats", ["Antal deltagare 2024"], insatser, 2),
            report_of(
                "Deltagare efter avslut", ["Antal deltagare 2024"], [("Arbete", [count]), ("Studier", ["13"])], 3
            ),
        )
        members = {row["label"]: row["member"] for row in found["line_items"] if "arbete" in row["label"].lower()}
        assert (len(set(members.values())) == 1) is is_one


@pytest.mark.parametrize("spoilt", ["1 609", "1 690"])
def test_depreciation_that_a_sum_of_costs_takes_in_is_one_of_the_costs_whatever_the_sum_is_called(spoilt: str) -> None:
    rows = [
        ("Intäkter", ["5 511", "5 658", "5 620"]),
        ("Löner och sociala avgifter", ["1 360", spoilt, "1 925"]),
        ("Ersättning till utförare", ["3 912", "4 223", "4 185"]),
        ("Avskrivningar", ["30", "30", "30"]),
        ("Kostnader", ["5 302", "5 862", "6 140"]),
        ("Driftresultat", ["209", "-204", "-520"]),
        ("Räntor, netto", ["69", "58", "10"]),
        ("Nettoresultat", ["278", "-146", "-510"]),
    ]
    statement = report_of("Resultaträkning", ["Utfall 2023", "Utfall 2024", "Budget 2024"], rows)
    found = codes(map_report(report_with(statement, year=2024)), 1)
    assert found["Avskrivningar"] == found["Ersättning till utförare"] == "cost_row"
    assert (found["Kostnader"], found["Driftresultat"], found["Nettoresultat"]) == (
        "operating_costs",
        "operating_result",
        "net_result",
    )
    beside = [*rows[:3], ("Kostnader", ["5 272", "5 832", "6 110"]), rows[3], *rows[5:]]
    statement = report_of("Resultaträkning", ["Utfall 2023", "Utfall 2024", "Budget 2024"], beside)
    assert codes(map_report(report_with(statement, year=2024)), 1)["Avskrivningar"] == "depreciation"


def test_furniture_alone_is_all_fixed_assets_and_a_net_result_is_that_of_the_year() -> None:
    rows = [
        ("Möbler och datorer", ["90", "120"]),
        ("Fordringar", ["412", "321"]),
        ("Bank", ["1 888", "2 298"]),
        ("Summa tillgångar", ["2 390", "2 739"]),
        ("Ingående kapital", ["1 839", "1 561"]),
        ("Nettoresultat", ["-146", "278"]),
        ("Utgående kapital", ["1 693", "1 839"]),
        ("Kortfristiga skulder", ["697", "900"]),
        ("Summa eget kapital och skulder", ["2 390", "2 739"]),
    ]
    found = codes(mapped(report_of("Balansräkning", ["2024-12-31", "2023-12-31"], rows, 2)))
    assert (found["Möbler och datorer"], found["Ingående kapital"], found["Nettoresultat"]) == (
        "fixed_assets",
        "opening_equity",
        "net_result",
    )


@pytest.mark.parametrize("name", ["Bidrag från huvudmännen", "Medel från parterna", "Anslag från medlemmarna"])
def test_what_all_that_pay_pay_is_their_contribution_whatever_they_are_called(name: str) -> None:
    rows = [(name, ["4 000", "3 800"]), ("Kostnader", ["-4 820", "-4 870"]), ("Årets resultat", ["206", "38"])]
    result = mapped(report_of("Fem år i siffror (tkr)", ["2024", "2023"], rows, 2))
    assert codes(result)[name] == "contribution"


def test_municipalities_above_the_row_of_each_are_a_sum() -> None:
    rows = [
        ("Staten", ["2 000 000", "1 900 000"]),
        ("Kommunerna", ["1 000 000", "950 000"]),
        ("Ekby", ["600 000", "560 000"]),
        ("Alby kommun", ["400 000", "390 000"]),
        ("Summa", ["3 000 000", "2 850 000"]),
    ]
    found = codes(mapped(report_of("Not 2 Medlemsbidrag", ["2024", "2023"], rows, 2)))
    assert [found[label] for label in ("Kommunerna", "Ekby", "Alby kommun")] == [
        "subtotal",
        "contribution",
        "contribution",
    ]


def test_what_stands_beside_cost_and_net_is_income() -> None:
    columns = ["Netto 2024", "Kostnad 2024", "Bidrag 2024", "Budget netto"]
    rows = [("Kansli", ["-840", "-840", "0", "-860"]), ("Arena", ["-1 094", "-1 326", "232", "-1 070"])]
    result = mapped(report_of("Driftredovisning", columns, rows, 2))
    assert [lines(result)[("Arena", n)]["measure"] for n in range(1, 5)] == ["net", "cost", "income", "net_budget"]
    alone = mapped(report_of("Driftredovisning", ["Kostnad 2024", "Bidrag 2024"], [("Arena", ["-1", "2"])], 2))
    assert lines(alone)[("Arena", 2)]["measure"] == "actual"


def test_equity_after_the_result_of_a_plan_is_what_it_leaves() -> None:
    rows = [("Medlemsbidrag", ["4 960"]), ("Resultat", ["-240"]), ("Eget kapital", ["2 662"])]
    assert codes(mapped(report_of("Budget 2025", ["2025"], rows, 2)))["Eget kapital"] == "closing_equity"
    rows = [("Eget kapital", ["2 902"]), ("Medlemsbidrag", ["4 960"]), ("Resultat", ["-240"])]
    assert codes(mapped(report_of("Budget 2025", ["2025"], rows, 2)))["Eget kapital"] == "opening_equity"


def test_sides_of_a_balance_sheet_in_tables_of_their_own_end_in_its_totals() -> None:
    years = ["2024-12-31", "2023-12-31"]
    assets = report_of("Tillgångar (kr)", years, [("Bankkonto", ["387", "308"]), ("Summa", ["387", "308"])], 2)
    rows = [("Årets resultat", ["206", "109"]), ("Skatter", ["181", "199"]), ("Summa", ["387", "308"])]
    result = mapped(assets, report_of("Eget kapital och skulder (kr)", years, rows, 3))
    assert codes(result)["Summa"] == "total_assets"
    assert codes(result, 3)["Summa"] == "total_equity_and_liabilities"
    assert {row["statement"] for row in result["tables"] if row["table_no"] in "23"} == {"balance_sheet"}


def test_a_party_is_the_same_in_notes_of_two_years() -> None:
    notes = [
        report_of(
            f"Not 2 Medlemsbidrag {year}", [str(year)], [(label, [prints[n]]) for label, prints in PARTIES], 2 + n
        )
        for n, year in enumerate((2024, 2023))
    ]
    result = mapped(*notes)
    members = [[row["member"] for row in result["line_items"] if row["table_no"] == number] for number in "23"]
    assert members[0] == members[1]


def test_outcome_by_budget_is_a_share_of_the_budget() -> None:
    rows = [("Medlemsbidrag", ["7 160", "7 100", "101%"]), ("Årets resultat", ["206", "200", "103%"])]
    result = mapped(report_of("Driftredovisning", ["Utfall 2024", "Budget 2024", "Utfall/budget"], rows, 2))
    assert lines(result)[("Medlemsbidrag", 3)]["measure"] == "consumed"


def test_a_cash_flow_of_each_receivable_and_debt_is_left_to_its_own_sums() -> None:
    rows = [
        ("Årets resultat", ["206", "-548"]),
        ("Justering avskrivningar", ["24", "29"]),
        ("", ["230", "-519"]),
        ("Moms", ["12", "10"]),
        ("Leverantörer", ["-122", "16"]),
        ("Kassaflöde från löpande verksamhet", ["120", "-493"]),
    ]
    found = mapped(report_of("Kassaflödesanalys", ["2024", "2023"], rows, 2))
    assert "funds_before_working_capital" not in codes(found).values()
    rows[3:5] = [("Förändring fordringar", ["12", "10"]), ("Förändring skulder", ["-122", "16"])]
    found = mapped(report_of("Kassaflödesanalys", ["2024", "2023"], rows, 2))
    assert codes(found)[""] == "funds_before_working_capital"


def test_what_stands_below_the_sum_of_the_contributions_is_another_grant() -> None:
    rows = [
        *PARTIES,
        ("Summa medlemsbidrag", ["4 000 000", "3 800 000"]),
        ("Bidrag från länsstyrelsen", ["116 377", "92 410"]),
        ("Summa intäkter", ["4 116 377", "3 892 410"]),
    ]
    found = codes(mapped(report_of("Not 2 Intäkter", ["2024", "2023"], rows, 2)))
    assert (found["Summa medlemsbidrag"], found["Summa intäkter"]) == ("total_contributions", "total")
    assert found["Bidrag från länsstyrelsen"] == "other_grants"


def test_what_is_paid_for_an_employee_is_no_contribution_of_the_state() -> None:
    rows = [
        *PARTIES,
        ("Statligt lönebidrag", ["91 250", "86 400"]),
        ("Summa", ["4 091 250", "3 886 400"]),
    ]
    found = mapped(report_of("Not 2 Verksamhetens intäkter", ["2024", "2023"], rows, 2))
    row = lines(found)["Statligt lönebidrag", 1]
    assert (row["line_item"], row["member"]) == ("other_income", "")


@pytest.mark.parametrize(
    ("planned", "is_one"),
    [("Kansli, styrelse och revision", False), ("Styrelse och revision samt resor", True)],
)
def test_a_list_is_not_the_row_that_some_of_it_is(planned: str, is_one: bool) -> None:
    account = report_of(
        "Driftredovisning", ["Utfall 2024", "Budget 2024"],
        [("Fyren", ["-700", "-690"]), ("Styrelse och revision", ["-150", "-160"]), ("Summa", ["-850", "-850"])], 2,
    )  # fmt: skip
    plan = report_of(
        "Budget 2025", ["2025"], [("Medlemsbidrag", ["2 000"]), (planned, ["-1 130"]), ("Fyren", ["-870"])], 3
    )
    found = mapped(account, plan)
    one, other = lines(found)["Styrelse och revision", 1], lines(found, 3)[planned, 1]
    assert (one["member"] == other["member"]) is is_one


def test_who_is_left_from_the_year_before_is_not_all_who_came_in_it() -> None:
    rows = [
        ("Fyren", ["33", "29", "62", "58"]),
        ("Lotsen", ["17", "22", "39", "36"]),
        ("Summa", ["50", "51", "101", "94"]),
    ]
    flow = ["Kvar från 2023", "Nya 2024", "Totalt", "Totalt 2023"]
    found = lines(mapped(report_of("Deltagare 2024", flow, rows, 2)))
    members = {column: row["member"] for (label, column), row in found.items() if label == "Fyren"}
    assert members == {1: "fyren_kvar_fran", 2: "fyren_nya", 3: "fyren", 4: "fyren"}


def test_a_note_of_the_contributions_alone_has_their_sum_beside_all_income() -> None:
    rows = [*PARTIES, ("Summa medlemsavgifter", ["4 000 000", "3 800 000"])]
    note = report_of("Not 1 Medlemsavgifter", ["2024", "2023"], rows, 2)
    lines_of_result = [
        ("Medlemsavgifter", ["4 000 000", "3 800 000"]),
        ("Projektbidrag", ["227 681", "245 254"]),
        ("Verksamhetens intäkter", ["4 227 681", "4 045 254"]),
        ("Driftkostnader", ["-4 100 120", "-4 000 210"]),
        ("Driftresultat", ["127 561", "45 044"]),
    ]
    result = report_of("Resultaträkning", ["2024", "2023"], lines_of_result, 1)
    found = mapped(result, note)
    assert codes(found)["Summa medlemsavgifter"] == "total_contributions"
    assert [codes(found, 1)[label] for label in ("Driftkostnader", "Driftresultat")] == [
        "operating_costs",
        "operating_result",
    ]


def test_a_mean_of_years_is_no_amount_of_one() -> None:
    rows = [("Medlemsbidrag", ["12 380", "12 720", "12 108"]), ("Årets resultat", ["-920", "206", "366"])]
    result = mapped(report_of("Fem år i sammandrag", ["2023", "2024", "Medel 5 år"], rows, 2))
    assert [lines(result)[("Medlemsbidrag", n)]["measure"] for n in (2, 3)] == ["actual", "ratio"]


def test_an_association_of_a_region_pays_as_one() -> None:
    rows = [("FK", ["2 000 000", "1"]), ("Reg. Sjö", ["500 000", "2"]), ("Regionförbundet Skär", ["500 000", "3"])]
    result = mapped(report_of("Not 2 Medlemsbidrag", ["2024", "2023"], [*rows, ("Summa", ["3 000 000", "6"])], 2))
    kinds = {row["name"]: row["kind"] for row in result["members"]}
    assert (kinds["Reg. Sjö"], kinds["Regionförbundet Skär"]) == ("region", "region")


def test_parts_of_a_long_year_are_of_its_end() -> None:
    columns = ["jul-dec 2023", "jan-jun 2024", "jul-dec 2024", "18 mån"]
    rows = [("Kansli", ["360", "466", "506", "1 332"]), ("Arena", ["756", "979", "1 063", "2 798"])]
    result = mapped(report_of("Kostnader per insats och halvår", columns, rows, 2))
    found = [row for row in result["table_columns"] if row["table_no"] == "2"]
    assert [(row["period"], row["member"]) for row in found][::3] == [("2024", "jul_dec"), ("2024", "")]
    result = mapped(report_of("Kostnader per insats och halvår", columns[:3], rows, 2))
    assert lines(result)[("Kansli", 1)]["period"] == "2023"


def test_plain_numbers_of_a_row_in_percent_are_shares() -> None:
    rows = [("Arbetslösa, %", ["6,8", "7,3"]), ("Unga utan arbete", ["312", "188"])]
    result = mapped(report_of("Indikatorer", ["Ekby 2024", "Alby 2024"], rows, 2))
    assert lines(result)[("Arbetslösa, %", 1)]["measure"] == "share"


def test_liabilities_in_one_line_are_current_ones() -> None:
    rows = [("Eget kapital", ["206", "109"]), ("Skulder", ["181", "199"])]
    assert codes(mapped(report_of("Balansräkning", ["2024", "2023"], rows, 2)))["Skulder"] == "current_liabilities"
    rows.insert(1, ("Kortfristiga skulder", ["181", "199"]))
    assert codes(mapped(report_of("Balansräkning", ["2024", "2023"], rows, 2)))["Skulder"] == "total_liabilities"


@pytest.mark.parametrize(
    "headings",
    [
        ["Utgående 2024", "Ingående 2024"],
        ["Utgående balans", "Ingående balans"],
        ["2024-12-31", "2024-01-01"],
        ["Vid årets slut 2024", "Vid årets början 2024"],
    ],
)
def test_what_a_balance_sheet_opens_with_is_the_year_befores(headings: list[str]) -> None:
    rows: list[tuple[str, list[str]]] = [
        ("Fordringar", ["120", "90"]),
        ("Kassa och bank", ["900", "800"]),
        ("Summa tillgångar", ["1 020", "890"]),
    ]
    result = mapped(report_of("Balansräkning", headings, rows, 2))
    found = [row["period"] for row in result["table_columns"] if row["table_no"] == "2"]
    assert [str(year) for year in found] == ["2024", "2023"]


def test_an_account_of_activities_against_their_budget_is_no_plan() -> None:
    rows: list[tuple[str, list[str]]] = [("Lotsen", ["100", "90", "10"]), ("Broar", ["80", "85", "-5"])]
    for heading in ("Verksamheten mot budget", "Insatsernas kostnader jämfört med budgeten"):
        result = mapped(report_of(heading, ["Utfall 2024", "Budget 2024", "Avvikelse 2024"], rows, 2))
        assert [row["statement"] for row in result["tables"] if row["table_no"] == "2"] == ["operating_account"]


def test_what_is_left_after_the_change_of_working_capital_is_the_flow_of_the_activity() -> None:
    rows: list[tuple[str, list[str]]] = [
        ("Årets resultat", ["262", "273"]),
        ("Justering för avskrivningar", ["18", "18"]),
        ("Medel från den löpande verksamheten", ["280", "291"]),
        ("Ökning/minskning kortfristiga fordringar", ["-3", "18"]),
        ("Kassaflöde efter förändring av rörelsekapital", ["277", "309"]),
        ("Årets kassaflöde", ["277", "309"]),
    ]
    found = codes(mapped(report_of("Kassaflödesanalys", ["2024", "2023"], rows, 2)))
    assert found["Medel från den löpande verksamheten"] == "funds_before_working_capital"
    assert found["Kassaflöde efter förändring av rörelsekapital"] == "operating_cash_flow"


def test_a_note_beside_the_whole_one_is_of_a_part() -> None:
    whole = report_of("Not 3 Kostnader", ["2024", "2023"], [
        ("Insatser", ["4 000 000", "3 900 000"]), ("Personal", ["744 906", "721 318"]),
        ("Summa kostnader", ["4 744 906", "4 621 318"]),
    ], 2)  # fmt: skip
    part = report_of("Anställda", ["2024", "2023"], [
        ("Lön", ["518 400", "502 800"]), ("Sociala avgifter", ["226 506", "218 518"]),
        ("Summa", ["744 906", "721 318"]),
    ], 3)  # fmt: skip
    statement = report_of("Resultaträkning", ["2024", "2023"], [
        ("Verksamhetens intäkter", ["5 000 000", "4 900 000"]),
        ("Verksamhetens kostnader", ["-4 744 906", "-4 621 318"]),
        ("Årets resultat", ["255 094", "278 682"]),
    ], 1)  # fmt: skip
    for heading in ("Not 3 b Personalkostnader", "Personalkostnader (ingår i not 3)", "Not 4 Lönekostnader"):
        result = map_report(report_with(statement, whole, replace(part, heading=heading), year=2024))
        assert codes(result, 2)["Summa kostnader"] == "total"
        assert codes(result, 3)["Summa"] == "subtotal"
    # what no note gives is told of the one that there is
    alone = map_report(report_with(statement, replace(whole, table_no=2), year=2024))
    assert codes(alone, 2)["Summa kostnader"] == "total"


def test_the_sum_of_municipalities_alone_is_not_all_that_the_members_pay() -> None:
    rows: Rows = [
        ("Ekby kommun", ["450 000", "400 000"]),
        ("Alby", ["250 000", "240 000"]),
        ("Viks kommun", ["150 000", "160 000"]),
    ]
    table = report_of("Kommunernas bidrag", ["2024", "2023"], [*rows, ("Summa kommuner", ["850 000", "800 000"])], 2)
    assert codes(mapped(table))["Summa kommuner"] == "subtotal"
    every: Rows = [("Försäkringskassan", ["850 000", "800 000"]), *rows]
    table = report_of("Medlemmarnas bidrag", ["2024", "2023"], [*every, ("Summa", ["1 700 000", "1 600 000"])], 2)
    assert codes(mapped(table))["Summa"] == "contribution"


def test_an_activity_that_is_called_together_is_no_sum() -> None:
    rows: Rows = [
        ("Medlemsbidrag", ["3 000", "3 000"]), ("Jobbspåret", ["2 100", "2 000"]),
        ("ESF Tillsammans", ["1 302", "1 500"]),
        ("Kvinnor och män tillsammans", ["3 402", "3 500"]),
    ]  # fmt: skip
    found = codes(mapped(report_of("Driftredovisning", ["Utfall 2024", "Budget 2024"], [*rows], 2)))
    assert found["ESF Tillsammans"] == "activity"
    assert found["Kvinnor och män tillsammans"] != "activity"


def test_what_a_note_on_the_balance_sheet_opens_with_is_the_year_befores() -> None:
    rows: Rows = [("Momsfordran", ["150", "118"]), ("Kundfordringar", ["75", "88"]), ("Summa", ["225", "206"])]
    result = mapped(report_of("Not 4 Fordringar", ["IB 2024", "UB 2024"], [*rows], 2))
    assert [str(row["period"]) for row in result["table_columns"] if row["table_no"] == "2"] == ["2023", "2024"]


def test_costs_beside_their_budget_in_a_note_are_the_account_of_the_year() -> None:
    rows: Rows = [
        ("Kompassen", ["3 900", "3 812", "88"]), ("Steg för steg", ["2 400", "2 467", "-67"]),
        ("Summa", ["6 300", "6 279", "21"]),
    ]  # fmt: skip
    note = report_of("Not 2 Kostnader", ["Budget 2024", "Utfall 2024", "Kvar (+) / överskridet (-)"], [*rows], 2)
    result = mapped(note)
    assert [row["measure"] for row in result["table_columns"] if row["table_no"] == "2"][2] == "deviation"
    places = {row["section"]: row["source_line"] for row in result["document_sections"]}
    assert places["operating_account"]


def test_towns_without_a_word_under_a_heading_of_members_are_members() -> None:
    rows: Rows = [
        ("Staten", ["1 700 000", "1 600 000"]),
        ("Region Sjöland", ["850 000", "800 000"]),
        ("Bråta", ["600 000", "560 000"]),
        ("Alby", ["250 000", "240 000"]),
        ("Summa", ["3 400 000", "3 200 000"]),
    ]
    found = codes(mapped(report_of("Not 1 Bidrag från medlemmar", ["2024", "2023"], [*rows], 2)))
    assert found["Bråta"] == found["Alby"] == "contribution"
    # a note on all income has other rows too
    found = codes(mapped(report_of("Not 1 Intäkter", ["2024", "2023"], [*rows], 2)))
    assert found["Alby"] != "contribution"


GRANTED: Rows = [
    ("Skärgårdskraft", ["985 000", "984 310", "690", "58,0"]),
    ("Resurscentrum", ["740 000", "713 642", "26 358", "42,0"]),
    ("Summa", ["1 725 000", "1 697 952", "27 048", "100,0"]),
]


def test_what_was_granted_used_and_left_is_budget_outcome_and_deviation() -> None:
    headings = ["Beviljat", "Förbrukat", "Kvar", "Andel av förbrukat, %"]
    account = report_of("Insatser 2024", headings, list(GRANTED), 2)
    measures = [row["measure"] for row in mapped(account)["line_items"] if row["label"] == "Resurscentrum"]
    assert measures == ["budget", "actual", "deviation", "share"]
    beside = report_of("Insatser 2024", ["Budget", "Utfall", "Förbrukat"], [("Stegen", ["100 000", "90 000", "90"])], 2)
    assert [row["measure"] for row in mapped(beside)["line_items"] if row["label"] == "Stegen"][-1] == "consumed"


def test_the_sum_of_an_account_of_a_part_is_no_total() -> None:
    part = report_of("Driftredovisning insatser", ["Budget 2024", "Utfall 2024"], [(a, b[:2]) for a, b in GRANTED], 2)
    rows: Rows = [
        *[(a, b[:2]) for a, b in GRANTED[:2]],
        ("Kansli", ["615 000", "603 379"]),
        ("Summa", ["2 340 000", "2 301 331"]),
    ]
    whole = report_of("Driftredovisning", ["Budget 2024", "Utfall 2024"], list(rows), 3)
    result = mapped(part, whole)
    assert codes(result, 2)["Summa"] == "subtotal"
    assert codes(result, 3)["Summa"] == "total"


def test_two_accounts_without_a_shared_row_are_parts_unless_they_come_to_the_same() -> None:
    headings = ["Budget 2024", "Utfall 2024"]
    first = report_of("Driftredovisning insatser", headings, [(a, b[:2]) for a, b in GRANTED], 2)
    office: Rows = [
        ("Kansli", ["615 000", "603 379"]),
        ("Styrelse", ["90 000", "88 700"]),
        ("Summa", ["705 000", "692 079"]),
    ]
    result = mapped(first, report_of("Driftredovisning kansli", headings, list(office), 3))
    assert codes(result, 2)["Summa"] == codes(result, 3)["Summa"] == "subtotal"
    # one whole itemised in two ways
    whole = next(b[:2] for a, b in GRANTED if a == "Summa")
    kinds: Rows = [("Personal", ["1 000 000", "1 000 000"]), ("Lokaler", ["700 000", "690 000"]), ("Summa", whole)]
    result = mapped(first, report_of("Driftredovisning per kostnadsslag", headings, list(kinds), 3))
    assert codes(result, 2)["Summa"] == codes(result, 3)["Summa"] == "total"


def test_receivables_and_debts_of_several_rows_are_no_one_line() -> None:
    rows = [
        ("Kundfordringar", ["0", "45 000"]),
        ("Övriga fordringar", ["118 200", "81 300"]),
        ("Bankmedel", ["1 147 000", "1 445 100"]),
        ("Summa tillgångar", ["1 265 200", "1 571 400"]),
        ("Eget kapital", ["753 300", "967 200"]),
        ("Skuld till insatsägare", ["402 100", "471 400"]),
        ("Övriga kortfristiga skulder", ["109 800", "132 800"]),
        ("Summa eget kapital och skulder", ["1 265 200", "1 571 400"]),
    ]
    found = codes(mapped(report_of("Balansräkning", ["2024", "2023"], rows, 2)))
    assert found["Övriga fordringar"] == found["Kundfordringar"] == "row"
    assert found["Skuld till insatsägare"] == found["Övriga kortfristiga skulder"] == "row"
    # alone they are the line
    del rows[5], rows[0]
    rows[2], rows[5 - 1] = (
        ("Summa tillgångar", ["1 265 200", "1 526 400"]),
        ("Övriga kortfristiga skulder", ["511 900", "559 200"]),
    )
    found = codes(mapped(report_of("Balansräkning", ["2024", "2023"], rows, 2)))
    assert found["Övriga fordringar"] == "receivables"
    assert found["Övriga kortfristiga skulder"] == "current_liabilities"


def test_a_grant_of_an_authority_that_is_no_member_is_no_contribution() -> None:
    note = report_of(
        "Not 2 Intäkter", ["2024", "2023"], [*PARTIES, ("Bidrag från Länsstyrelsen", ["61 477", "84 210"])], 2
    )
    assert codes(mapped(note))["Bidrag från Länsstyrelsen"] == "other_grants"
    account = report_of(
        "Driftredovisning", ["Budget 2024", "Utfall 2024"], [("Länsstyrelsen", ["60 000", "61 477"])], 2
    )
    assert codes(mapped(account))["Länsstyrelsen"] == "other_grants"


def test_income_of_its_own_name_in_an_account_is_no_activity() -> None:
    rows: Rows = [("Stegen", ["3 320", "3 418"]), ("Kansli", ["1 280", "1 242"]), ("Hyresintäkter", ["36", "42"])]
    account = report_of("Driftredovisning", ["Budget 2024", "Utfall 2024"], list(rows), 2)
    assert codes(mapped(account))["Hyresintäkter"] == "other_income"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "has_sum", "said"),
    [
        # in its own row the column is what tells one print from the other
        (2, False, '= 8 358, men kolumnen "Kvar" anger 26 358 kr; med förslaget: −713 642 + 740 000 = 26 358'),
        # what a few terms come to is shown with them, what many do without
        (3, True, "med förslaget: 984 310 + 713 642 + 436 925 = 2 134 877;"),
        (8, True, '"Summa" (2 931 246 kr). Trolig orsak'),
    ],
)
def test_a_message_shows_what_a_relation_comes_to(count: int, has_sum: bool, said: str, tmp_path: Path) -> None:
    granted = [985_000, 740_000, 450_000, 260_000, 65_000, 310_000, 120_000, 94_000][:count]
    used = [984_310, 713_642, 436_925, 218_470, 64_538, 301_127, 118_884, 93_350][:count]
    rows = [(f"Insats {n}", [str(a), str(b), str(a - b)]) for n, (a, b) in enumerate(zip(granted, used, strict=True))]
    rows[1] = ("Insats 1", ["740000", "731642", "26358"])
    if has_sum:
        rows.append(("Summa", [str(sum(granted)), str(sum(used)), str(sum(granted) - sum(used))]))
    account = report_of("Insatser 2024 (kr)", ["Beviljat", "Förbrukat", "Kvar"], rows, 2)
    database = build_mapped(ROOT, tmp_path, [mapped(account)])
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select message_sv from marts.findings where line_item = 'activity'"
        (message,) = [row[0].replace("\u00a0", " ") for row in connection.execute(query).fetchall()]
    assert said in message


@pytest.mark.slow
def test_a_message_names_what_shows_that_a_heading_or_a_name_is_meant_otherwise(tmp_path: Path) -> None:
    result: Rows = [
        ("Verksamhetens intäkter", ["5 012 345", "4 900 120"]),
        ("Verksamhetens kostnader", ["4 820 210", "4 870 333"]),
        ("Årets resultat", ["206 235", "37 987"]),
    ]
    spent: Rows = [("Insatsen Stegen", ["984 310", "913 200"]), ("Kansli", ["713 642", "702 118"])]
    noted: Rows = [("Stegen", ["948 310", "913 200"]), ("Kansli", ["713 642", "702 118"])]
    tables = (
        report_of("Flerårsöversikt", ["2023", "2022"], list(result), 2),
        report_of("Driftredovisning", ["Utfall 2024", "Utfall 2023"], list(spent), 3),
        report_of("Not 3 Verksamhetens kostnader", ["2024", "2023"], list(noted), 4),
    )
    database = build_mapped(ROOT, tmp_path, [mapped(*tables)])
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select message_sv from marts.findings"
        said = " ".join(row[0].replace("\u00a0", " ") for row in connection.execute(query).fetchall())
    assert "5 012 345 kr är samma belopp som" in said, said
    assert "har lästs som samma post: 2023 anger båda 913 200 kr" in said, said


def test_equity_in_and_out_of_a_plan_are_two_things() -> None:
    rows: Rows = [
        ("Summa intäkter", ["14 200", "13 500"]),
        ("Summa kostnader", ["15 830", "14 720"]),
        ("Beräknat resultat", ["-1 630", "-1 220"]),
        ("Eget kapital in", ["3 856", "2 226"]),
        ("Eget kapital ut", ["2 226", "1 006"]),
    ]
    found = codes(mapped(report_of("Budget 2025 och plan 2026", ["2025", "2026"], list(rows), 2)))
    assert (found["Eget kapital in"], found["Eget kapital ut"]) == ("opening_equity", "closing_equity")


@pytest.mark.parametrize(
    ("heading", "rows", "coded"),
    [
        ("Not 4 Kassa och bank", [("Koncernkonto", ["584 040", "499 831"])], {"Koncernkonto": "cash"}),
        (
            "Not 6 Finansiella kostnader",
            [("Ränta", ["800", "700"]), ("Avgifter", ["300", "200"]), ("Summa", ["1 100", "900"])],
            {"Ränta": "row", "Avgifter": "row", "Summa": "financial_costs"},
        ),
        # two amounts that nothing adds up, and a note of something else
        (
            "Not 4 Kassa och bank",
            [("Plusgiro", ["584 040", "499 831"]), ("Spärrade medel", ["20 000", "20 000"])],
            {"Plusgiro": "row", "Spärrade medel": "row"},
        ),
        ("Not 7 Leasing", [("Bilar", ["54 040", "49 831"])], {"Bilar": "row"}),
    ],
)
def test_a_note_is_of_the_line_that_its_heading_names(heading: str, rows: Rows, coded: dict[str, str]) -> None:
    assert codes(mapped(report_of(heading, ["2024", "2023"], list(rows), 2))) == coded


def measures(result: dict[str, list[dict[str, str]]], label: str, columns: int) -> list[str]:
    """Return the measures of a row of the second table."""
    return [lines(result)[(label, column)]["measure"] for column in range(1, columns + 1)]


@pytest.mark.parametrize(
    ("headings", "prints", "expected"),
    [
        # the budget from which the outcome deviates by what is printed
        (
            ["Första budget", "Reviderad budget", "Utfall 2024", "Avvikelse"],
            ["-480 000", "-640 000", "-669 824", "-29 824"],
            ["other_plan", "budget", "actual", "deviation"],
        ),
        (
            ["Ursprunglig budget 2024", "Budget 2024", "Utfall 2024"],
            ["-480 000", "-640 000", "-669 824"],
            ["other_plan", "budget", "actual"],
        ),
        (["Prognos 2024", "Budget 2024", "Utfall 2024"], ["600", "640", "669"], ["other_plan", "budget", "actual"]),
    ],
)
def test_of_two_budgets_of_a_year_one_is_held_against_the_outcome(
    headings: list[str], prints: list[str], expected: list[str]
) -> None:
    account = report_of("Driftredovisning", headings, [("Stegen", prints), ("Kansli", prints)], 2)
    assert measures(mapped(account), "Stegen", len(headings)) == expected


def test_quarters_of_a_budget_beside_its_year_are_that_budget() -> None:
    headings = ["Budget 2024 jan-apr", "Budget 2024 maj-aug", "Budget 2024 sep-dec", "Budget 2024", "Utfall 2024"]
    rows: Rows = [("Stegen", ["100", "150", "200", "450", "430"]), ("Kansli", ["90", "60", "70", "220", "230"])]
    found = mapped(report_of("Driftredovisning", headings, list(rows), 2))
    assert measures(found, "Stegen", 5) == ["budget"] * 4 + ["actual"]


def test_a_frame_of_several_years_and_what_is_left_of_it_are_no_budget_and_deviation_of_one() -> None:
    headings = ["Tid, mån", "Beviljat", "Utbetalt 2023", "Utbetalt 2024", "Återstår"]
    rows: Rows = [
        ("Stegen", ["36", "4 500 000", "689 315", "1 288 066", "2 522 619"]),
        ("Arena", ["24", "1 860 000", "241 780", "599 922", "1 018 298"]),
    ]
    found = mapped(report_of("Driftredovisning", headings, list(rows), 2))
    assert measures(found, "Stegen", 5) == ["ratio", "other_plan", "actual", "actual", "other_plan"]


def test_a_change_since_the_year_before_is_no_deviation_beside_one_from_the_budget() -> None:
    headings = ["Utfall 2024", "Utfall 2023", "Förändring", "Budget 2024", "Budgetavvikelse"]
    rows: Rows = [
        ("Stegen", ["1 164", "1 210", "-46", "1 200", "36"]),
        ("Arena", ["987", "902", "85", "990", "3"]),
        ("Kansli", ["812", "845", "-33", "840", "28"]),
    ]
    found = mapped(report_of("Driftredovisning", headings, list(rows), 2))
    assert measures(found, "Stegen", 5) == ["actual", "actual", "other_plan", "budget", "deviation"]
    alone = mapped(report_of("Driftredovisning", headings[:3], [(label, row[:3]) for label, row in rows], 2))
    assert measures(alone, "Stegen", 3) == ["actual", "actual", "deviation"]


def test_cash_is_what_a_member_contributes_beside_what_it_gives_in_kind() -> None:
    headings = ["Kontant bidrag", "Personal, värde", "Sammanlagt"]
    rows: Rows = [
        ("Försäkringskassan", ["4 120 000", "96 000", "4 216 000"]),
        ("Region Sjöland", ["2 060 000", "0", "2 060 000"]),
    ]
    found = lines(mapped(report_of("Bidrag från medlemmarna 2024", headings, list(rows), 2)))
    assert [found["Försäkringskassan", column]["member"] for column in (1, 2, 3)] == [
        "state",
        "state_personal_varde",
        "state_sammanlagt",
    ]


def test_equity_of_several_years_is_not_added_up() -> None:
    rows: Rows = [
        ("Medlemsbidrag", ["9 720 000", "9 860 000", "19 580 000"]),
        ("Eget kapital vid årets början", ["2 098 724", "1 588 724", ""]),
        ("Eget kapital vid årets slut", ["1 588 724", "1 438 724", ""]),
    ]
    found = lines(mapped(report_of("Tvåårsbudget", ["Budget 2025", "Budget 2026", "Två år"], list(rows), 2)))
    assert ("Medlemsbidrag", 3) in found and ("Eget kapital vid årets slut", 3) not in found


@pytest.mark.parametrize(("lower", "reached", "operator"), [("70 %", "80 %", ">="), ("22 %", "20 %", "<=")])
def test_a_lower_limit_tells_in_which_way_a_goal_is_reached(lower: str, reached: str, operator: str) -> None:
    goals = report_of(
        "Måluppföljning",
        ["Tröskel", "Målvärde", "Utfall", "Bedömning"],
        [("Nöjda", [lower, reached, "76 %", "Nått"])],
        2,
    )
    found = mapped(goals)
    assert [goal["operator"] for goal in found["goal_definitions"]] == [operator]
    assert measures(found, "Nöjda", 3) == ["other_plan", "target", "share"]


@pytest.mark.slow
@pytest.mark.parametrize(("year", "law"), [(2016, "; numera KL 11:6, 12:2)"), (2024, "; KL 11:6, 12:2)")])
def test_a_report_of_before_a_law_is_told_that_it_is_a_later_one(year: int, law: str, tmp_path: Path) -> None:
    goals = report_of(
        "Måluppföljning",
        ["Målvärde", "Utfall", "Bedömning"],
        [("Avslutade till arbete", ["minst 45 %", "41,7 %", "Uppfyllt"])],
    )
    database = build_mapped(ROOT, tmp_path, [map_report(report_with(goals, year=year))])
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select message_sv from marts.findings where cause = 'verdict_contradicts'"
        (message,) = [row[0] for row in connection.execute(query).fetchall()]
    assert message.endswith(f"(regel ML-004: Bedömningen stämmer med utfallet{law}")


@pytest.mark.parametrize(
    ("heading", "rows", "statement", "coded"),
    [
        (
            "Betalningsflöden 2024, kr",
            [
                ("Resultat", ["206 235"]),
                ("Fordringar, förändring", ["-59 380"]),
                ("Förändring av banksaldo", ["146 855"]),
                ("Banksaldo vid ingången av året", ["909 910"]),
                ("Banksaldo vid utgången av året", ["1 056 765"]),
            ],
            "cash_flow",
            ["net_result", "change_in_receivables", "change_in_cash", "opening_cash", "closing_cash"],
        ),
        ("Not B Leasing", [("Bilar", ["54 040"]), ("Kopiator", ["12 300"])], "note_other", ["row", "row"]),
    ],
)
def test_statements_and_notes_by_other_names(heading: str, rows: Rows, statement: str, coded: list[str]) -> None:
    found = mapped(report_of(heading, ["Belopp"], list(rows), 2))
    assert list(codes(found).values()) == coded
    assert {row["statement"] for row in found["line_items"] if row["table_no"] == "2"} == {statement}


@pytest.mark.parametrize(
    ("headings", "prints", "whole"),
    [
        (["Kontant", "Värderad egen tid", "Sammanlagt"], ["576 000", "41 200", "617 200"], 1),
        (["Bidrag 2024", "Arbetstid utan ersättning 2024", "Summa 2024"], ["576 000", "41 200", "617 200"], 1),
        (["2024", "Betalt 31/1", "Betalt 31/7"], ["824 000", "412 000", "412 000"], 1),
        (["Kv 1", "Kv 2", "Summa 2024"], ["412 000", "412 000", "824 000"], 3),
    ],
)
def test_what_a_column_of_all_consists_of_goes_into_no_sum_of_the_accounts(
    headings: list[str], prints: list[str], whole: int
) -> None:
    rows: Rows = [("Viks kommun", prints), ("Summa", prints)]
    found = lines(mapped(report_of("Not 1 Medlemsbidrag (kr)", headings, list(rows), 2)))
    coded = {column: found["Viks kommun", column]["line_item"] for column in (1, 2, 3)}
    assert [column for column, code in coded.items() if code == "contribution"] == [whole]
    assert [column for column in (1, 2, 3) if found["Summa", column]["line_item"] != "of_which"] == [whole]


FACE: Rows = [
    ("Bidrag från medlemmar", ["", "5 012 345", "4 900 120"]),
    ("Personal", ["2", "-948 215", "-902 340"]),
    ("Lokaler", ["", "-120 400", "-118 200"]),
    ("Verksamhetens resultat", ["", "3 943 730", "3 879 580"]),
]


@pytest.mark.parametrize(
    ("heading", "last", "is_line"),
    [
        # the amount of the year before is the same: that of this year is wrong
        ("Not 2 Personal, kr", ("Personalkostnader", ["939 035", "902 340"]), True),
        ("Not 2 Personal", ("Summa", ["939 035", "902 340"]), True),
        ("Not 3 Personal", ("Personalkostnader", ["939 035", "902 340"]), False),
        ("Not 2 Personal", ("Antal resor", ["31", "28"]), False),
    ],
)
def test_the_closing_row_of_a_note_is_the_line_that_refers_to_it(
    heading: str, last: tuple[str, list[str]], is_line: bool
) -> None:
    income = report_of("Resultaträkning", ["Not", "2024", "2023"], list(FACE), 1)
    rows: Rows = [("Löner", ["660 000", "640 000"]), ("Arbetsgivaravgifter", ["207 300", "201 100"]), last]
    result = map_report(report_with(income, report_of(heading, ["2024", "2023"], list(rows), 2), year=2024))
    line, referring = lines(result)[last[0], 1], lines(result, 1)["Personal", 2]
    assert (line["line_item"] == "line_of_statement") is is_line
    assert (line["member"] == referring["member"]) is is_line


def test_cash_of_two_times_makes_a_flow_whatever_its_heading() -> None:
    rows: Rows = [
        ("Årets resultat", ["57,1", "480,2"]),
        ("Fordringar", ["-23,4", "-52,7"]),
        ("Skulder", ["226,6", "370,6"]),
        ("Räntefond", ["-500,0", "0,0"]),
        ("Förändring av kassa och bank", ["-239,7", "798,1"]),
        ("Kassa och bank vid årets ingång", ["1 173,6", "375,5"]),
        ("Kassa och bank vid årets utgång", ["933,9", "1 173,6"]),
    ]
    found = mapped(report_of("Pengarnas väg", ["2024", "2023"], list(rows), 2))
    assert {row["statement"] for row in found["line_items"] if row["table_no"] == "2"} == {"cash_flow"}
    assert codes(found)["Räntefond"] == "investing_cash_flow"


@pytest.mark.parametrize(("heading", "operator"), [("Lägsta nivå", ">="), ("Högsta nivå", "<="), ("Nivå", None)])
def test_the_heading_of_what_is_to_be_reached_tells_in_which_way(heading: str, operator: str | None) -> None:
    goals = report_of("Mål", [heading, "Utfall", "Bedömning"], [("Lärträffar", ["12", "11", "Uppnått"])], 2)
    assert [goal["operator"] for goal in mapped(goals)["goal_definitions"]] == [operator] * (operator is not None)


def test_the_day_on_which_a_budget_was_decided_is_no_day_of_its_year() -> None:
    rows: Rows = [("Bidrag från medlemmarna", ["3 400", "3 500"]), ("Insatser", ["-2 600", "-2 540"])]
    plan = report_of("Budget 2025", ["Beslutad 2024-10-30", "Reviderad 2025-02-12"], list(rows), 2)
    found = lines(mapped(plan))
    assert {(row["period"], row["measure"]) for row in found.values()} == {("2025", "budget"), ("2025", "other_plan")}


def test_equity_at_the_two_ends_of_the_year_needs_no_word_for_equity() -> None:
    rows: Rows = [
        ("Vid årets ingång", ["1 243 100"]),
        ("Årets resultat", ["-453 030"]),
        ("Vid årets utgång", ["790 070"]),
    ]
    found = codes(mapped(report_of("Not C Eget kapital (kr)", ["2024"], list(rows), 2)))
    assert list(found.values()) == ["opening_equity", "net_result", "equity"]


def test_net_cost_between_activities_and_what_pays_for_them_is_a_subtotal() -> None:
    rows: Rows = [
        ("Startrampen", ["2 214 380"]),
        ("Kansli", ["892 604"]),
        ("Nettokostnad", ["3 106 984"]),
        ("Medlemsbidrag", ["-3 200 000"]),
        ("Resultat", ["-93 016"]),
    ]
    found = codes(mapped(report_of("Driftredovisning, nettokostnad", ["Utfall 2024"], list(rows), 2)))
    assert found["Nettokostnad"] == "subtotal"


def test_a_table_of_who_referred_participants_is_no_note_of_what_they_pay() -> None:
    rows = [("Försäkringskassan", ["101"]), ("Arbetsförmedlingen", ["87"]), ("Regionen", ["52"]), ("Summa", ["240"])]
    result = mapped(report_of("Remitterande part", ["2024"], rows, 2))
    assert {row["table_no"]: row["statement"] for row in result["tables"]}["2"] == "participants"


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Medlemsbidrag", "contribution"),
        ("Medlemsmedel", "contribution"),
        ("Medlemsbidrag och övrigt", "activity"),
        ("Medlemsavgift NNS", "activity"),
        ("Medlemsavgift till nätverket", "activity"),
    ],
)
def test_what_the_members_pay_is_told_from_what_is_paid_to_others_and_with_others(label: str, code: str) -> None:
    rows = [("Lotsen", ["400", "390"]), (label, ["120", "110"]), ("Kansli", ["80", "85"]), ("Summa", ["600", "585"])]
    table = report_of("Driftredovisning (tkr)", ["Utfall 2024", "Budget 2024"], rows, 2)
    assert codes(mapped(table))[label] == code


@pytest.mark.parametrize("label", ["Ingående eget kapital (bedömt)", "Uppskattat ingående eget kapital"])
def test_equity_as_it_was_thought_to_become_is_none_of_the_balance_sheet(label: str) -> None:
    rows = [("Medlemsbidrag", ["9 300"]), ("Insatser", ["-9 421"]), ("Budgeterat resultat", ["-121"])]
    plan = report_of("Budget 2025, tkr", ["2025"], [*rows, (label, ["2 000"]), ("Utgående eget kapital", ["1 879"])], 2)
    found = codes(mapped(plan))
    assert found[label] == "row" and found["Utgående eget kapital"] == "closing_equity"
    known = report_of("Budget 2025, tkr", ["2025"], [*rows, ("Ingående eget kapital", ["2 000"])], 2)
    assert codes(mapped(known))["Ingående eget kapital"] == "opening_equity"


def test_income_that_no_word_knows_stands_between_contributions_and_costs() -> None:
    rows = [
        ("Medlemsbidrag", ["9 240 000", "9 060 000"]),
        ("Bidrag och avgifter", ["182 400", "143 250"]),
        ("Kostnader för verksamheten", ["-9 302 315", "-8 715 935"]),
        ("Verksamhetens resultat", ["120 085", "487 315"]),
        ("Årets resultat", ["120 085", "487 315"]),
    ]
    report = report_with(report_of("Resultaträkning", ["2024", "2023"], rows), year=2024)
    assert codes(map_report(report), 1)["Bidrag och avgifter"] == "other_income"
    # where a sum of income is printed, the sum is what the rules take
    summed = [*rows[:2], ("Summa intäkter", ["9 422 400", "9 203 250"]), *rows[2:]]
    report = report_with(report_of("Resultaträkning", ["2024", "2023"], summed), year=2024)
    assert codes(map_report(report), 1)["Bidrag och avgifter"] != "other_income"


def test_earlier_depreciation_is_none_of_the_year() -> None:
    rows = [
        ("Anskaffningsvärde", ["124 000", "124 000"]),
        ("Tidigare avskrivningar", ["-24 800", "0"]),
        ("Årets avskrivning", ["-24 800", "-24 800"]),
        ("Summa", ["74 400", "99 200"]),
    ]
    found = codes(mapped(report_of("Not 3 Inventarier", ["2024", "2023"], rows, 2)))
    assert found["Tidigare avskrivningar"] == "opening_depreciation" and found["Årets avskrivning"] == "depreciation"


@pytest.mark.parametrize(("income", "sign"), [("-145,6", "reversed"), ("145,6", "natural")])
def test_what_activities_bring_in_tells_the_sign_of_their_column(income: str, sign: str) -> None:
    rows = [
        ("Verkstan", [income, "1 486,2", "1 340,6"]),
        ("Unga", [income, "803,6", "658,0"]),
        ("Kansli", ["-", "1 012,8", "1 012,8"]),
    ]
    account = report_of("Driftredovisning (tkr)", ["Intäkt 2024", "Kostnad 2024", "Netto 2024"], rows, 2)
    signs = {row["column_no"]: row["sign"] for row in mapped(account)["table_columns"] if row["table_no"] == "2"}
    assert signs == {"1": sign, "2": "reversed", "3": "reversed"}


def plans(*resources: str) -> list[set[str]]:
    """Return the measures of each plan of some that differ in the costs of activities, and in what follows."""
    tables = []
    for number, costs in enumerate(resources, 2):
        left = {"5 900": "-65", "6 010": "-175", "5 910": "-65"}[costs]
        rows = [("Bidrag", ["5 830"]), ("Insatser", [costs]), ("Resultat", [left])]
        tables.append(report_of(f"Plan {number}, tkr", ["2025"], rows, number))
    found = mapped(*tables)
    return [{row["measure"] for row in lines(found, number).values()} for number in range(2, 2 + len(tables))]


def test_a_plan_that_says_otherwise_in_two_rows_is_another_plan_and_in_one_row_a_slip() -> None:
    assert plans("5 900", "6 010") == [{"budget"}, {"other_plan"}]
    assert plans("5 900", "5 910") == [{"budget"}, {"budget"}]


def test_what_came_out_before_the_year_is_no_outcome_of_it() -> None:
    columns = ["Beviljat", "Upparbetat före 2024", "Upparbetat 2024", "Kvar att upparbeta"]
    rows = [("Ungkraft", ["3 200", "1 446", "1 103", "651"]), ("Motorgården", ["640", "20", "318", "302"])]
    result = mapped(report_of("Projekt med annan finansiering (tkr)", columns, rows, 2))
    # what is left is of all outcomes, and no deviation of the year
    assert measures(result, "Ungkraft", 4)[1:] == ["other_plan", "actual", "other_plan"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [(["2024", "2023"], "short_term_investments"), (["Anskaffningsvärde", "Marknadsvärde"], "of_which")],
)
def test_a_note_of_cost_and_value_is_no_one_line(columns: list[str], code: str) -> None:
    rows = [("Räntefond", ["400 000", "418 260"]), ("Obligationsfond", ["300 000", "296 115"])]
    note = report_of("Not 4 Kortfristiga placeringar", columns, [*rows, ("Summa", ["700 000", "714 375"])], 2)
    assert codes(mapped(note))["Summa"] == code


def test_a_municipality_whose_name_begins_as_a_word_for_what_is_left_is_none() -> None:
    columns = ["Kvarnviken", "Lindås", "Summa 2024", "Ändrad budget", "Kvar"]
    rows = [
        ("Rehabslussen", ["1 304", "689", "1 993", "2 000", "+7"]),
        ("Kansli", ["500", "606", "1 106", "1 100", "-6"]),
    ]
    result = mapped(report_of("Driftredovisning efter kommun (tkr)", columns, rows, 2))
    found = {row["column_no"]: row["measure"] for row in result["table_columns"] if row["table_no"] == "2"}
    assert found["1"] == found["2"] != "deviation" and found["5"] == "deviation"


def test_costs_of_some_activities_are_not_all_costs() -> None:
    rows = [
        ("Bidrag från medlemmarna", ["7 080,0", "6 900,0"]),
        ("Kostnader i insatser och samverkan", ["-5 313,0", "-6 619,2"]),
        ("Kansli, styrelse, revision", ["-1 231,3", "-1 190,6"]),
        ("Verksamhetens resultat", ["535,7", "-909,8"]),
        ("Årets resultat", ["535,7", "-909,8"]),
    ]
    report = report_with(report_of("Resultaträkning, tkr", ["2024", "2023"], rows), year=2024)
    assert "operating_costs" not in codes(map_report(report), 1).values()
    rows[1] = ("Kostnader i verksamheten", rows[1][1])
    report = report_with(report_of("Resultaträkning, tkr", ["2024", "2023"], rows), year=2024)
    assert codes(map_report(report), 1)["Kostnader i verksamheten"] == "operating_costs"


def test_sums_of_a_column_beside_that_of_the_year_are_several_quantities() -> None:
    columns = ["Helårsbidrag enligt avtal", "2024", "2023"]
    rows = [
        ("Försäkringskassan", ["4 400 000", "4 210 000", "1 200 000"]),
        ("Landstinget", ["4 400 000", "4 210 000", "1 200 000"]),
        ("Summa bidrag", ["8 800 000", "8 420 000", "2 400 000"]),
        ("Deltagaravgifter", ["", "61 350", "-"]),
        ("Summa intäkter", ["", "8 481 350", "2 400 000"]),
    ]
    found = lines(mapped(report_of("Not 2 Intäkter", columns, rows, 2)))
    members = [found[label, 1]["member"] for label, _ in rows]
    assert len(set(members)) == len(members)


def test_the_lines_of_a_statement_in_other_words() -> None:
    statement = report_of(
        "Resultaträkning (tkr)",
        ["2024", "2023"],
        [
            ("Bidrag från parterna", ["3 720", "3 720"]),
            ("Övriga intäkter", ["65", "-"]),
            ("Summa intäkter", ["3 785", "3 720"]),
            ("Kostnader för insatser och förvaltning", ["3 664", "4 017"]),
            ("Resultat före räntor", ["121", "-297"]),
            ("Ränta på bankmedel", ["17", "21"]),
            ("Bankavgifter och dröjsmålsränta", ["1", "1"]),
            ("Resultat för året", ["137", "-277"]),
        ],
        1,
    )
    coded = codes(map_report(report_with(statement, year=2024)), 1)
    assert coded["Kostnader för insatser och förvaltning"] == "operating_costs"
    assert coded["Ränta på bankmedel"] == "financial_income"
    assert coded["Resultat för året"] == "net_result"


@pytest.mark.parametrize(("unit", "is_count"), [("", True), (" (kr)", False)])
def test_what_a_heading_gives_in_kronor_counts_no_participants(unit: str, is_count: bool) -> None:
    project = report_of(
        f"Lyftet ESF+, handledning{unit}",
        ["2024", "2023"],
        [("Deltagarnas handledning", ["333 649", "368 851"]), ("Resor", ["130 558", "118 032"])],
        2,
    )
    measured = {row["measure"] for row in lines(mapped(project)).values()}
    assert (measured == {"count"}) is is_count


def test_state_money_for_a_purpose_and_other_income_are_paid_by_no_member() -> None:
    note = report_of(
        "Not 1 Intäkter",
        ["2024", "2023"],
        [
            ("Staten genom Försäkringskassan", ["2 440 000", "2 380 000"]),
            ("Region Sjöland", ["1 220 000", "1 190 000"]),
            ("Viks kommun", ["1 220 000", "1 190 000"]),
            ("Statsbidrag, rehabilitering", ["100 098", "127 586"]),
            ("Summa intäkter", ["4 980 098", "4 887 586"]),
        ],
        2,
    )
    rest = report_of(
        "Not 2 Övriga intäkter",
        ["2024", "2023"],
        [
            ("Statligt bidrag", ["316", "342"]),
            ("Sålda platser", ["67", "78"]),
            ("Summa övriga intäkter", ["383", "420"]),
        ],
        3,
    )
    result = mapped(note, rest)
    assert codes(result)["Statsbidrag, rehabilitering"] == "other_grants"
    assert codes(result)["Staten genom Försäkringskassan"] == "contribution"
    assert codes(result, 3)["Statligt bidrag"] == "other_grants"


def test_an_account_has_its_net_interest_and_what_is_left_of_income_above_their_sum() -> None:
    account = report_of(
        "Verksamhetsredovisning 2024",
        ["Budget", "Utfall", "Avvikelse"],
        [
            ("Medlemsbidrag", ["15 600", "15 600", "0"]),
            ("Övrigt", ["5", "7", "2"]),
            ("Summa intäkter", ["15 605", "15 607", "2"]),
            ("Brohuvudet", ["8 000", "8 100", "-100"]),
            ("Kansli", ["7 000", "6 900", "100"]),
            ("Övrigt arbete", ["500", "500", "0"]),
            ("Summa kostnader", ["15 500", "15 500", "0"]),
            ("Ränta, netto", ["1", "-2", "-3"]),
            ("Årets resultat", ["106", "105", "-1"]),
        ],
        2,
    )
    result = mapped(account)
    assert {row["statement"] for row in lines(result).values()} == {"operating_account"}
    coded = codes(result)
    assert (coded["Ränta, netto"], coded["Övrigt"], coded["Övrigt arbete"]) == ("financial_net", "row", "cost_row")


def test_what_a_note_takes_away_is_no_income_of_it() -> None:
    note = report_of(
        "Not 5 Processledning, finansiering",
        ["2024", "2023"],
        [
            ("Bidrag till processledning", ["570 151", "581 573"]),
            ("Avgår ESF-medel", ["-148 547", "-158 456"]),
            ("ESF-medel", ["12 000", "11 000"]),
        ],
        2,
    )
    result = mapped(note)
    statement = {row["statement"] for row in lines(result).values()}
    assert statement == {"note_income"}
    assert codes(result)["Avgår ESF-medel"] == "row"
    assert codes(result)["ESF-medel"] == "other_grants"


def test_a_budget_that_was_changed_is_one() -> None:
    headings = ["Budget nov 2023", "Ändrad juni 2024", "Utfall 2024", "Kvar av ändrad"]
    rows: Rows = [
        ("Stegen", ["400", "450", "430", "20"]),
        ("Kansli", ["250", "250", "260", "-10"]),
    ]
    found = mapped(report_of("Budget och utfall", headings, list(rows), 2))
    assert measures(found, "Stegen", 4)[1:3] == ["budget", "actual"]


@pytest.mark.parametrize(("subject", "code"), [("Förbundskontorets kostnader", "subtotal"), ("Kostnader", "total")])
def test_the_costs_of_one_row_of_the_account_are_not_all_costs(subject: str, code: str) -> None:
    account = report_of(
        "Driftredovisning 2024",
        ["Budget", "Utfall", "Avvikelse"],
        [
            ("Förbundskontoret", ["990 000", "1 064 404", "-74 404"]),
            ("Vuxenlotsen", ["1 065 000", "1 097 537", "-32 537"]),
            ("Summa kostnader", ["2 055 000", "2 161 941", "-106 941"]),
            ("Medlemsbidrag", ["2 100 000", "2 100 000", "0"]),
            ("Ränta från banken", ["5 000", "7 000", "2 000"]),
            ("Summa intäkter", ["2 105 000", "2 107 000", "2 000"]),
            ("Ränteintäkter och räntekostnader, netto", ["31 000", "52 395", "21 395"]),
            ("Årets resultat", ["81 000", "-2 546", "-83 546"]),
        ],
        2,
    )
    note = report_of(
        f"Not 1 {subject}",
        ["2024", "2023"],
        [
            ("Ersättning för personal", ["572 502", "550 807"]),
            ("Hyra", ["491 902", "466 315"]),
            ("Summa", ["1 064 404", "1 017 122"]),
        ],
        3,
    )
    result = mapped(account, note)
    assert codes(result, 3)["Summa"] == code
    # costs that stand above the income are costs, and what follows them is none
    coded = codes(result)
    assert coded["Vuxenlotsen"] == "activity" and coded["Ränta från banken"] != "activity"
    assert coded["Ränteintäkter och räntekostnader, netto"] == "financial_net"


def test_by_how_much_contributions_rose_is_no_share_of_them() -> None:
    overview = report_of(
        "Bidrag per medlem (kr)",
        ["2024", "2023", "Förändring %"],
        [*((label, [*prints, "2 %"]) for label, prints in PARTIES), ("Totalt", ["4 000 000", "3 800 000", "5 %"])],
        2,
    )
    found = lines(mapped(overview))
    assert {found[label, 3]["line_item"] for label, _ in PARTIES} == {"of_which"}
    assert {found[label, 1]["line_item"] for label, _ in PARTIES} == {"contribution"}


def test_a_note_of_interest_is_none_of_the_income() -> None:
    note = report_of(
        "Not 2 Ränteintäkter",
        ["2024", "2023"],
        [("Ränta på bankkonto", ["44 075", "9 224"]), ("Ränta på skattekonto", ["11 019", "2 306"])],
        2,
    )
    assert {row["statement"] for row in lines(mapped(note)).values()} == {"note_other"}


ACCOUNT_COLUMNS = ["Utfall 2024", "Budget 2024", "Avvikelse", "Utfall 2023"]


def budget_of(contribution: str, outcome: str = "-4 017") -> dict[str, str]:
    """Return the convention of the budget of an account whose costs have no sign there."""
    sign = "" if not outcome.startswith("-") else "-"
    account = report_of(
        "Driftredovisning (tkr)",
        ACCOUNT_COLUMNS,
        [
            ("Individinriktat", [outcome, "4 193", "176", f"{sign}4 847"]),
            ("Strukturinriktat", [f"{sign}604", "607", "3", f"{sign}621"]),
            ("Administration", [f"{sign}462", "668", "206", f"{sign}887"]),
            ("Medlemsbidrag", ["5 040", contribution, "0", "5 560"]),
            ("Summa", ["-43", "-428", "385", "-795"]),
        ],
        2,
    )
    rows = mapped(account)["table_columns"]
    return next(row for row in rows if row["table_no"] == "2" and row["column_no"] == "2")


def test_a_budget_that_prints_its_income_with_a_minus_is_turned_beside_an_outcome_with_signs() -> None:
    turned = budget_of("-5 040")
    assert (turned["sign"], turned["cost_sign"], turned["total_sign"]) == ("reversed", "signed", "natural")
    plain = budget_of("5 040")
    assert (plain["sign"], plain["cost_sign"]) == ("natural", "unsigned")
    # where the outcome has no signs either, one income with a minus is a slip
    slip = budget_of("-5 040", outcome="4 017")
    assert (slip["sign"], slip["cost_sign"]) == ("natural", "unsigned")


def test_a_deviation_is_of_the_year_that_has_a_budget() -> None:
    headings = ["Utfall 2024", "Budget 2024", "Utfall 2023", "Avvikelse mot budget"]
    account = report_of("Driftredovisning", headings, [("Lotsen", ["900", "950", "870", "50"])], 2)
    assert lines(mapped(account))[("Lotsen", 4)]["period"] == "2024"


def test_two_shares_of_one_cell_are_two_things() -> None:
    survey = report_of("Enk\xe4t", ["Redo f\xf6r arbete", "N\xf6jd"], [("2024", ["39 % (42 % delvis)", "92 %"])], 2)
    numbers = (Number("1001", 1, 1, "39 %"), Number("1001", 1, 2, "42 % delvis"), Number("1001", 2, 1, "92 %"))
    survey = replace(survey, rows=(replace(survey.rows[0], numbers=numbers),))
    shares = [row for row in mapped(survey)["line_items"] if row["printed"] in ("39 %", "42 % delvis")]
    assert len({(row["line_item"], row["member"]) for row in shares}) == 2


PURPOSES: Rows = [
    ("Individeriktade insatser", ["4 066 519", "4 847 077", "4 227 885"]),
    ("Coachingteamet", ["4 066 519", "4 847 077", "4 227 885"]),
    ("Struktur\xf6vergripande insatser", ["399 105", "423 134", "389 649"]),
    ("F\xf6rbundschef", ["399 105", "423 134", "389 649"]),
    ("Administration", ["62 414", "486 864", "562 122"]),
    ("F\xf6rbundschef", ["62 414", "486 864", "562 122"]),
    ("Totala kostnader", ["4 528 038", "5 757 075", "5 179 656"]),
]


def test_costs_by_purpose_are_told_from_an_overview_by_their_groups() -> None:
    result = mapped(report_of("Uppf\xf6ljning", ["2024", "2023", "2022"], PURPOSES, 2))
    found = [row for row in result["line_items"] if row["table_no"] == "2" and row["column_no"] == "1"]
    assert {row["statement"] for row in found} == {"cost_by_purpose"}
    # one name under two groups is two things
    heads = [row["member"] for row in found if row["label"] == "F\xf6rbundschef"]
    assert len(set(heads)) == 2


STATEMENT = report_of(
    "Resultatr\xe4kning (tkr)",
    ["2024", "2023"],
    [
        ("Bidrag fr\xe5n medlemmarna", ["15 200", "14 600"]),
        ("Projektmedel", ["712", "655"]),
        ("Verksamhetens int\xe4kter", ["15 912", "15 255"]),
        ("Verksamhetens kostnader", ["-15 575", "-15 340"]),
        ("Avskrivningar", ["-38", "-38"]),
        ("Summa kostnader", ["-15 613", "-15 378"]),
        ("Verksamhetens nettoresultat", ["299", "-123"]),
        ("\xc5rets resultat", ["299", "-123"]),
    ],
    1,
)


def with_account(rows: Rows) -> dict[str, str]:
    """Return the codes of an account of one net column beside a statement whose income and costs are sums."""
    account = report_of(
        "Driftredovisning (tkr)",
        ["2024 Int\xe4kt", "2024 Kostnad", "2024 Netto"],
        rows,
        2,
    )
    return codes(map_report(report_with(STATEMENT, account, year=2024)))


def test_costs_and_depreciation_under_one_sum_are_two_lines_where_income_adds_up_too() -> None:
    found = codes(map_report(report_with(STATEMENT, year=2024)), 1)
    assert (found["Verksamhetens kostnader"], found["Avskrivningar"]) == ("operating_costs", "depreciation")
    assert found["Summa kostnader"] not in ("operating_costs", "cost_row")


COST_ROWS: Rows = [
    ("Lotsen", ["400", "-9 000", "-8 600"]),
    ("Bron", ["–", "-6 575", "-6 575"]),
]


@pytest.mark.parametrize(("paid", "code"), [("15 200", "contribution"), ("15 912", "row")])
def test_what_pays_for_an_account_is_all_income_where_it_is_that(paid: str, code: str) -> None:
    rows = [("Finansiering", [paid, "–", paid]), *COST_ROWS, ("Summa", ["16 312", "-15 575", "737"])]
    assert with_account(rows)["Finansiering"] == code


@pytest.mark.parametrize(
    ("costs", "code"),
    # all costs of the statement, and costs of activities alone
    [("-15 575", "total"), ("-15 480", "subtotal")],
)
def test_the_sum_of_an_account_without_what_pays_for_it_is_held_where_it_is_a_line(costs: str, code: str) -> None:
    rows = [*COST_ROWS, ("Summa aktiviteter", ["400", costs, "-15 175"])]
    assert with_account(rows)["Summa aktiviteter"] == code


@pytest.mark.slow
def test_a_figure_is_told_by_the_sum_that_says_what_it_should_be_and_not_by_a_limit(tmp_path: Path) -> None:
    sheet = report_of(
        "Balansr\xe4kning (kr)",
        ["2024", "2023"],
        [
            ("Skattekonto", ["17 202", "15 311"]),
            ("Moms att f\xe5 tillbaka", ["105 198", "98 340"]),
            ("F\xf6rskott till parter", ["11 057", "9 120"]),
            ("Bankgiro", ["2 105 114", "1 876 789"]),
            ("Summa oms\xe4ttningstillg\xe5ngar", ["2 283 571", "1 999 560"]),
            ("Summa tillg\xe5ngar", ["2 238 571", "1 999 560"]),
        ],
        2,
    )
    database = build_mapped(ROOT, tmp_path, [map_report(report_with(sheet, year=2024))])
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select message_sv from marts.findings where line_item = 'current_assets'"
        (message,) = [row[0].replace("\u00a0", " ") for row in connection.execute(query).fetchall()]
    assert "bör ange 2 238 571 kr" in message and "105 198 " in message and "ska vara högst" not in message


def test_a_balance_by_opening_and_closing_is_of_two_years() -> None:
    rows = [
        ("Bank", ["1 612 080", "112 697", "1 724 777"]),
        ("Summa tillgångar", ["1 612 080", "112 697", "1 724 777"]),
        ("Eget kapital", ["1 284 615", "0", "1 284 615"]),
        ("Årets överskott", ["0", "81 452", "81 452"]),
        ("Leverantörsskulder", ["327 465", "31 245", "358 710"]),
        ("Summa eget kapital och skulder", ["1 612 080", "112 697", "1 724 777"]),
    ]
    found = lines(mapped(report_of("Balansrapport", ["Ing. balans", "Förändring", "Utg. balans"], rows, 2)))
    assert {(column, row["period"]) for (_, column), row in found.items()} == {(1, "2023"), (2, "2024"), (3, "2024")}
    # to what the year before left its result is added, and a year opens without a result
    assert found["Eget kapital", 3]["line_item"] == "other_equity"
    assert [found["Årets överskott", n]["line_item"] for n in (1, 3)] == ["of_which", "net_result"]


def test_equity_that_takes_in_its_result_is_all_of_it() -> None:
    rows = [
        ("Summa tillgångar", ["1 724 777", "1 612 080"]),
        ("Eget kapital", ["1 366 067", "1 284 615"]),
        ("Årets överskott", ["81 452", "70 845"]),
        ("Leverantörsskulder", ["358 710", "327 465"]),
        ("Summa eget kapital och skulder", ["1 724 777", "1 612 080"]),
    ]
    found = codes(mapped(report_of("Balansräkning", ["2024-12-31", "2023-12-31"], rows, 2)))
    assert found["Eget kapital"] == "equity"


def test_columns_of_kinds_of_cost_are_parts_of_the_outcome() -> None:
    columns = ["Kostnadsslag Personal", "Kostnadsslag Lokaler", "Utfall", "Budget"]
    rows = [
        ("Kvarnen", ["1 284 600", "186 400", "1 471 000", "1 450 000"]),
        ("Unga i rörelse", ["698 350", "74 500", "772 850", "800 000"]),
        ("Summa", ["1 982 950", "260 900", "2 243 850", "2 250 000"]),
    ]
    found = lines(mapped(report_of("Driftredovisning", columns, rows, 2)))
    assert [found["Kvarnen", n]["line_item"] for n in (1, 2, 3)] == ["of_which", "of_which", "activity"]


def test_what_each_participant_costs_is_no_count_and_months_add_up_to_nothing() -> None:
    rows = [
        ("Deltagare", ["48", "57", "105"]),
        ("Kostnad per deltagare (kr)", ["22 148", "19 683", "20 810"]),
    ]
    found = lines(mapped(report_of("Deltagare per insats", ["Bäckfåran", "Kvarnhjulet", "Totalt"], rows, 2)))
    assert found["Kostnad per deltagare (kr)", 3]["measure"] == "ratio"
    account = [("Kraften", ["24", "998 740"]), ("Smedjan", ["12", "386 510"]), ("Totalt", ["", "1 385 250"])]
    found = lines(mapped(report_of("Driftredovisning", ["Antal månader", "Utfall 2024"], account, 2)))
    assert found["Kraften", 1]["measure"] == "ratio"


@pytest.mark.parametrize(
    ("behind", "code"), [("(intäkter och kostnader inklusive finansiella poster)", "total_costs"),
                         ("och finansiell ställning", "operating_costs")]
)  # fmt: skip
def test_a_heading_declares_what_its_rows_take_in(behind: str, code: str) -> None:
    rows = [
        ("Verksamhetens intäkter", ["5 020 000", "4 900 000"]),
        ("Verksamhetens kostnader", ["4 700 000", "4 650 000"]),
        ("Soliditet", ["45 %", "44 %"]),
    ]
    result = mapped(report_of(f"Flerårsöversikt {behind}", ["2024", "2023"], rows, 2))
    assert codes(result)["Verksamhetens kostnader"] == code
