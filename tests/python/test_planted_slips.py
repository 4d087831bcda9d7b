"""Every fingerprint, on a number of the shipped documents printed wrong in a copy; all copies in one build."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from planting import Copy, line_items, seed

FRYKSDALEN = "fryksdalen_ar_2025"
DEGERFORS = "degerfors_karlskoga_ar_2024"
SAMSPELET = "samspelet_ar_2025"


@dataclass(frozen=True)
class Slip:
    """A number printed wrong, and what the finding must say."""

    cause: str
    document: str
    line: str
    column: str
    cell: str
    printed: str
    certainty: str
    words: str
    number: str = "1"


# cause; document; line; column; cell; printed instead; certainty; words of the message
TABLE = """
digit_replaced;fryksdalen;276;2;income_statement/operating_costs/actual/2025;-2 809 743;certain;felskriven
digit_omitted;fryksdalen;295;2;balance_sheet/cash/actual/2025;199 460;certain;fallit bort
digit_added;fryksdalen;302;2;balance_sheet/equity/actual/2025;12 928 401;certain;för mycket
digits_transposed;fryksdalen;319;2;cash_flow/operating_cash_flow/actual/2025;225 494;certain;omkastade siffror
digits_transposed;samspelet;282;2;balance_sheet/equity/actual/2025;3 381;certain;omkastade siffror
sign_flipped;fryksdalen;318;2;cash_flow/change_in_current_liabilities/actual/2025;-42 756;certain;omvänt
scale;fryksdalen;307;2;balance_sheet/current_liabilities/actual/2025;704;certain;annan enhet
row_missing;fryksdalen;319;2;cash_flow/operating_cash_flow/actual/2025;46 260;certain;räknad utan
row_missing;degerfors;520;1;cost_by_purpose/total/actual/2024;4 528 933kr;certain;räknad utan
row_counted_twice;degerfors;513;1;cost_by_purpose/total_administration/actual/2024;527 554kr;certain;två gånger
stale_subtotal;degerfors;506;1;cost_by_purpose/total_individual/actual/2024;4 897 010kr;certain;omräknat
stale_subtotal;fryksdalen;296;2;balance_sheet/current_assets/actual/2025;2 013 467;likely;omräknat
neighbouring_cell;fryksdalen;333;2;operating_account/activity/development_lufs/cost/2025;-10 497;certain;intill
other_column;fryksdalen;331;8;operating_account/activity/navet/net/2024;-1 987 104;certain;annan kolumn
prior_year;fryksdalen;317;2;cash_flow/change_in_receivables/actual/2025;89 136;certain;året före
split_number;fryksdalen;319;2;cash_flow/operating_cash_flow/actual/2025;494;certain;mellanslag
note_number;fryksdalen;293;2;balance_sheet/receivables/actual/2025;4;certain;notens nummer
text_differs;samspelet;337;0;narrative/financial_income/deviation/2025;987 tkr;likely;texten som är fel
unknown;fryksdalen;307;2;balance_sheet/current_liabilities/actual/2025;689 114;likely;Stäm av talet
missing_number;fryksdalen;320;2;cash_flow/net_cash_flow/actual/2025;;certain;talet saknas
missing_number;degerfors;510;2;cost_by_purpose/structural_activity/mottagningsteam/actual/2023;;certain;talet saknas
missing_number;degerfors;510;3;cost_by_purpose/structural_activity/mottagningsteam/actual/2022;;certain;talet saknas
"""
DOCUMENTS = {"fryksdalen": FRYKSDALEN, "degerfors": DEGERFORS, "samspelet": SAMSPELET}


def slips() -> list[Slip]:
    """Return the rows of the table."""
    found = []
    for line in TABLE.strip().splitlines():
        cause, document, *rest = (part.strip() for part in line.split(";"))
        found.append(Slip(cause, DOCUMENTS[document], *rest))
    return found


SLIPS = slips()
Row = dict[str, Any]


def slip_copies() -> list[Copy]:
    """Return a copy per row of the table, and one of each document as it is."""
    owner = {row["document_id"]: row["association_id"] for row in seed("documents")}
    copies = [Copy(f"_clean_{document}", owner[document]) for document in DOCUMENTS.values()]
    for number, slip in enumerate(SLIPS):
        wrong = {(slip.document, slip.line, slip.column, slip.number): slip.printed}
        copies.append(Copy(f"_copy{number:02d}", owner[slip.document], wrong))
    return copies


@pytest.fixture(scope="module")
def built(planted: Path) -> dict[str, list[Row]]:
    """Return the findings of every copy that its unchanged copy does not have, by suffix."""
    rows: dict[str, list[Row]] = {}
    with duckdb.connect(str(planted), read_only=True) as connection:
        result = connection.execute(
            "select findings.*, m.nature, m.result_effect, m.assets_effect, m.liabilities_effect, m.equity_effect,"
            " m.cash_effect, m.amount, findings.finding_key in"
            " (select finding_key from marts.finding_relations where role <> 'bears_out') as told"
            " from marts.findings inner join marts.misstatements as m using (finding_key)"
        )
        names = [column[0] for column in result.description]
        for values in result.fetchall():
            row = dict(zip(names, values, strict=True))
            ours = re.search(r"_(copy\d\d|clean_\w+)$", str(row["document_id"]))
            if not ours:
                continue
            row["place"] = str(row["finding_key"]).split("/", 1)[1]
            rows.setdefault(ours[0], []).append(row)
    known = {
        document: {(row["place"], row["suggested_amount"]) for row in rows[f"_clean_{document}"]}
        for document in (FRYKSDALEN, DEGERFORS, SAMSPELET)
    }
    for number, slip in enumerate(SLIPS):
        suffix = f"_copy{number:02d}"
        rows[suffix] = [r for r in rows[suffix] if (r["place"], r["suggested_amount"]) not in known[slip.document]]
    return rows


def printed_before(slip: Slip) -> str:
    """Return what the shipped document prints there."""
    key = (slip.document, slip.line, slip.column, slip.number)
    for row in line_items():
        if (row["document_id"], row["source_line"], row["column_no"], row["number_no"]) == key:
            return row["printed"]
    raise AssertionError(key)


def unit(slip: Slip) -> int:
    """Return SEK per printed unit: Samspelet's report and Degerfors' operating account stand in thousands."""
    in_thousands = slip.document == SAMSPELET or (slip.document, slip.cell.split("/")[0]) == (
        DEGERFORS,
        "operating_account",
    )
    return 1000 if in_thousands else 1


def amount(printed: str, slip: Slip) -> Decimal:
    """Return a print in SEK."""
    sign = -1 if printed.startswith("-") else 1
    return Decimal(sign * int(re.sub(r"\D", "", printed)) * unit(slip))


@pytest.mark.parametrize("number", range(len(SLIPS)), ids=[f"{s.cause}-{s.cell.split('/')[1]}" for s in SLIPS])
def test_the_culprit_is_named_alone_with_its_cause(number: int, built: dict[str, list[Row]]) -> None:
    slip = SLIPS[number]
    rows = built[f"_copy{number:02d}"]
    assert [(row["place"], row["cause"], row["certainty"]) for row in rows] == [(slip.cell, slip.cause, slip.certainty)]
    row = rows[0]
    assert isinstance(row["suggested_amount"], Decimal)
    assert abs(row["suggested_amount"] - amount(printed_before(slip), slip)) <= unit(slip)
    if slip.printed:
        assert row["printed_amount"] == amount(slip.printed, slip)
        assert row["difference"] == row["printed_amount"] - row["suggested_amount"]
    assert slip.words in str(row["message_sv"])
    assert f"rad {slip.line}" in str(row["message_sv"]) and f"line {slip.line}" in str(row["message_en"])


def test_an_effect_stands_at_the_figure_that_is_read(built: dict[str, list[Row]]) -> None:
    by_place = {s.cell + s.cause: built[f"_copy{n:02d}"][0] for n, s in enumerate(SLIPS)}
    effects = ("nature", "result_effect", "assets_effect", "liabilities_effect", "equity_effect", "cash_effect")
    # the printed result is right, whatever stands in the line above it
    costs = by_place["income_statement/operating_costs/actual/2025digit_replaced"]
    assert [costs[name] for name in effects] == ["factual", 0, 0, 0, 0, 0] and costs["amount"] == 300
    # so is the balance total; the cash is a figure itself
    cash = by_place["balance_sheet/cash/actual/2025digit_omitted"]
    assert [cash[name] for name in effects] == ["factual", 0, 0, 0, 0, 199460 - 1994760]
    equity = by_place["balance_sheet/equity/actual/2025digit_added"]
    assert [equity[name] for name in effects] == ["factual", 0, 0, 0, 12928401 - 1298401, 0]
    # the report prints no total of its liabilities: the line stands for it
    liabilities = by_place["balance_sheet/current_liabilities/actual/2025unknown"]
    assert [liabilities[name] for name in effects] == ["factual", 0, 0, 689114 - 703620, 0, 0]
    subtotal = by_place["balance_sheet/current_assets/actual/2025stale_subtotal"]
    assert [subtotal[name] for name in effects] == ["presentation", 0, 0, 0, 0, 0]
    assert subtotal["amount"] == 2013467 - 2002021
    missing = by_place["cash_flow/net_cash_flow/actual/2025missing_number"]
    assert missing["nature"] == "disclosure"


def test_a_small_amount_is_trivial_and_law_never_is(built: dict[str, list[Row]]) -> None:
    costs = built["_copy00"][0]
    assert costs["is_clearly_trivial"] is True
    law = [row for row in built[f"_clean_{FRYKSDALEN}"] if row["cause"] == "legal_share"]
    assert law and all(row["nature"] == "legal_or_goal" and not row["is_clearly_trivial"] for row in law)


def test_another_scope_is_named_with_its_line(built: dict[str, list[Row]]) -> None:
    rows = {str(row["place"]): row for row in built[f"_clean_{FRYKSDALEN}"]}
    scope = rows["multi_year_overview/row/t2r68/actual/2025"]
    assert scope["cause"] == "scope_differs" and scope["nature"] == "presentation"
    assert "Finansiella intäkter" in str(scope["message_sv"])
    # both years are one finding, with what the row prints and what it would be
    assert not [place for place in rows if place.startswith("multi_year_overview/operating_income/")]
    message = str(scope["message_sv"]).replace("\u00a0", " ")
    assert (
        "3 015 707 kr för 2025 mot 3 015 280 kr i resultaträkningen (skillnad 427 kr); 3 045 378 kr för 2024 mot"
        in message
    )


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        # each number that a message counts on has a name and a place
        (
            DEGERFORS, "multi_year_overview/row/t1r87/actual/2024",
            'Troligen ingår "Avskrivningar" 2024 i resultaträkningen, rad 582, 7 986 kr, och',
        ),
        (
            FRYKSDALEN, "multi_year_overview/row/t2r70/actual/2025",
            'Beloppet motsvarar "Finansiella kostnader" 2025 i resultaträkningen, rad 280',
        ),
        (DEGERFORS, "balance_sheet/current_assets/actual/2024", '("Summa tillgångar" 2024, rad 600, 4 696 357 kr)'),
        (FRYKSDALEN, "operating_account/activity/navet/net_deviation/2025", '", kolumnen "Avvikelse 2025 Netto": '),
        # few terms have their names: by column in the row of the finding, by row elsewhere, and by year
        (FRYKSDALEN, "operating_account/activity/navet/net_deviation/2025", '−1 987 104 (kolumnen "Utfall 2025 Netto'),
        (DEGERFORS, "narrative/contribution/deviation/2019-2024", '5 608 000 ("Medlemsbidrag" 2019 i tabellen "Översi'),
        (DEGERFORS, "balance_sheet/current_assets/actual/2024", '3 813 758 ("Fordringar") + 849 827 ("Kassa och'),
        (SAMSPELET, "narrative/activity/preparatory_karlstad/budget/2025", 'kolumnen "Budget 2025 Netto*", anger 0'),
        (DEGERFORS, "goals/reception_budget/mottagningsteam/actual/2024", '"Mottagningsteam" 2024 i tabellen "Finan'),
        # how an outcome is computed, what a verdict should say, and no difference of an amount from itself
        (SAMSPELET, "goals/administration_share/share/2025", "1 291 / 9 447 = 13,67 %"),
        (SAMSPELET, "goals/within_budget/verdict/2025", 'bedömningen är "Uppfyllt", men målet är inte uppnått'),
        (SAMSPELET, "goals/within_budget/verdict/2025", " målvärdet 9 363 tkr; utfallet är summan av 14 tal, från "),
        (SAMSPELET, "goals/within_budget/verdict/2025", "; målvärdet är summan av 14 tal, från "),
        (DEGERFORS, "operating_account/total/cost/2023", "−6 785 tkr (samma belopp med omvänt tecken)"),
        # an amount of another unit as the unit of the finding has it
        (DEGERFORS, "goals/reception_budget/mottagningsteam/actual/2024", "−154 424 kr, avrundat −154 tkr"),
    ],
)  # fmt: skip
def test_a_message_shows_what_it_rests_on(document: str, place: str, said: str, built: dict[str, list[Row]]) -> None:
    messages = {row["place"]: str(row["message_sv"]) for row in built[f"_clean_{document}"]}
    assert said in messages[place].replace("\u00a0", " ")


def test_a_message_is_three_sentences_and_cites_what_was_read(built: dict[str, list[Row]]) -> None:
    unread = {row["rule_id"] for row in seed("rules") if row["law_read"] == "false"}
    for row in (row for rows in built.values() for row in rows):
        for message in (str(row["message_sv"]), str(row["message_en"])):
            place, said = message.split(": ", 1)
            # the rule stands behind the sentences and nowhere in them
            cited = re.search(r"[.] [(](?:regel|rule) ([A-Z]+-[0-9]+): [^;]+(?:; (.*))?[)]$", said)
            assert cited and not re.search(r"[A-Z]+-[0-9]{3}\b", said[: cited.start()]), message
            # a label may hold the end of an abbreviation
            unnamed = re.sub(r'"[^"]*"', '""', said[: cited.start() + 1])
            sentences = re.split(r"(?<=[.]) (?=[A-ZÅÄÖ−(\"0-9])", unnamed)
            assert place and len(sentences) == 3, message
            if cited.group(1) in unread and cited.group(2):
                assert cited.group(2).endswith((", lagtexten inte kontrollerad", ", text of the law not checked")), (
                    message
                )


def test_every_deviation_is_evidence_of_one_finding(built: dict[str, list[Row]]) -> None:
    keys = [row["finding_key"] for rows in built.values() for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["told"] for rows in built.values() for row in rows)
