"""The benchmark itself: the ledger balances, prints are honest, errors are what they say, scores count right."""

import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from finsam_audit.cli import main
from finsam_audit.measure.corpus import Sequenced, Writer, generate, spoil
from finsam_audit.measure.explained import CAUSES, Difference, write
from finsam_audit.measure.inject import MIX, Error, numbers, plant_any
from finsam_audit.measure.ledger import association
from finsam_audit.measure.printing import UNIT_SIZE, number_style, rounded, whole_number
from finsam_audit.measure.score import BANDS, Finding, Planted, Score, band_of, judge, names

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sequences() -> list[Sequenced]:
    return [generate(7, number) for number in range(40)]


def test_the_ledger_balances() -> None:
    for number in range(20):
        made = association("x", f"test/{number}", 2018, 2025)
        for year in made.years.values():
            assert sum(made.ledger.flows(year.year).values()) == 0
            assert year.assets == year.debts + year.equity
            assert min(year.receivables.values()) >= 0 and min(year.liabilities.values()) >= 0
            if year.opening:
                assert year.equity == year.opening.equity + year.result


def test_the_same_seed_prints_the_same_reports() -> None:
    assert [r.rows for r in generate(3, 5).reports] == [r.rows for r in generate(3, 5).reports]
    assert [r.rows for r in generate(3, 5).reports] != [r.rows for r in generate(4, 5).reports]


def test_printed_rows_foot_within_rounding(sequences: list[Sequenced]) -> None:
    checked = 0
    for source in sequences:
        for report in source.reports:
            values: dict[tuple[int, str, int], int] = {}
            for row in report.rows:
                if row.number_no == 1 and row.measure not in ("note_number", "ratio", "count", "share"):
                    values[row.table_no, row.source_line, row.column_no] = whole_number(row.printed) or 0
            signs = {(c[1], c[2]): (c[6], c[7], c[8]) for c in report.columns}
            for item in report.sums:
                for (table, line, column), total in list(values.items()):
                    if (table, line) != (item.table_no, item.total) or not item.lines:
                        continue
                    if signs[table, column] not in (
                        ("natural", "signed", "natural"),
                        ("reversed", "signed", "reversed"),
                    ):
                        continue
                    parts = [values.get((table, part, column), 0) for part in item.lines]
                    assert abs(sum(parts) - total) <= (len(parts) + 1) / 2, (report.document_id, item)
                    checked += 1
    assert checked > 1000


def test_reports_vary(sequences: list[Sequenced]) -> None:
    styles = [source.style for source in sequences]
    for field in ("face_unit", "operating", "operating_sign", "equity", "note_cost_sign", "liability_sign", "plan_sign",
                  "income_cost_sign", "grouped_note"):  # fmt: skip
        assert len({getattr(style, field) for style in styles}) >= 2, field
    assert any(style.face_unit != style.operating_unit for style in styles)
    conventions = {c[6:9] for source in sequences for report in source.reports for c in report.columns}
    assert {("natural", "signed", "natural"), ("reversed", "signed", "reversed"), ("natural", "unsigned", "natural"),
            ("reversed", "signed", "natural")} <= conventions  # fmt: skip
    assert {len(source.reports) for source in sequences} == {3}


@pytest.mark.parametrize("amount", [0, 49, 50, -50, 149_999, -150_000, 123_456_789])
@pytest.mark.parametrize("unit", ["kr", "tkr"])
def test_rounding_stays_within_half_a_unit(amount: int, unit: str) -> None:
    size = UNIT_SIZE[unit]
    assert abs(rounded(amount, size) * size - amount) * 2 <= size


def test_a_print_reads_back() -> None:
    for number in range(50):
        style = number_style(random.Random(number))
        for value in (1, -7, 999, 1000, -12_345, 9_876_543):
            assert whole_number(style.whole(value)) == value


@pytest.mark.parametrize("kind", MIX)
def test_each_kind_of_error_is_what_it_says(kind: str, sequences: list[Sequenced]) -> None:
    planted = 0
    for number, source in enumerate(sequences):
        report = source.reports[number % 3]
        result = plant_any(random.Random(number), report.rows, report.sums, kind)
        if result is None:
            continue
        rows, error = result
        changed = [(a, b) for a, b in zip(report.rows, rows, strict=True) if a != b]
        assert changed and all(a._replace(printed=b.printed) == b for a, b in changed)
        assert kind == "printed_unit" or len(changed) == 1
        old, new = error.true_printed, error.printed
        digits = ["".join(c for c in text if c.isdigit()) for text in (old, new)]
        if kind == "digit_replaced":
            assert sum(a != b for a, b in zip(*digits, strict=True)) == 1
        elif kind == "digit_omitted":
            assert len(digits[1]) < len(digits[0])
        elif kind == "digit_added":
            assert len(digits[1]) == len(digits[0]) + 1
        elif kind == "digits_transposed":
            assert Counter(digits[0]) == Counter(digits[1]) and digits[0] != digits[1]
        elif kind == "sign_flipped":
            assert whole_number(old) == -(whole_number(new) or 0)
        elif kind in ("neighbouring_cell", "prior_year", "note_number"):
            assert any(row.printed == new for row in report.rows)
        planted += 1
    assert planted >= 5


def test_every_number_can_be_spoilt_and_the_copy_is_seeded(sequences: list[Sequenced]) -> None:
    assert all(len(numbers(report.rows)) > 50 for source in sequences for report in source.reports)
    one, two = spoil(1, 9, sequences[0], 2), spoil(1, 9, sequences[0], 2)
    assert one.errors == two.errors and len(one.errors) == 2
    assert one.errors[0].table_no != one.errors[1].table_no


def _planted(kind: str = "digit_replaced", count: int = 1) -> Planted:
    return Planted("_e0", "a", 2025, count, Error(kind, ("a_ar_2025", "12", 1, 1), 3, "cash_flow", "100", "900"))


def test_scores_count_right() -> None:
    score = Score()
    hit = Finding("c", ("c", "d"), "digit_replaced", "certain")
    near = Finding("d", ("c", "d"), "unknown", "unknown")
    judge(score, _planted(), "c", "", 3, BANDS[2], True, [hit])
    judge(score, _planted(), "c", "", 3, BANDS[2], True, [near, Finding("x", (), "unknown", "unknown")])
    judge(score, _planted(), "c", "", 3, BANDS[2], False, [])
    judge(score, _planted(), "c", "", 0, BANDS[2], False, [])
    tally = score.tallies["digit_replaced", BANDS[2]]
    assert (tally.errors, tally.detected, tally.findings, tally.single) == (3, 2, 3, 2)
    assert (tally.located_of, tally.first, tally.first_three, tally.cause_right) == (2, 1, 2, 1)
    assert score.undetectable == {"digit_replaced": 1}


def test_one_of_two_errors_is_detected_only_by_what_concerns_it() -> None:
    score = Score()
    other = Finding("z", ("z",), "digit_replaced", "certain")
    judge(score, _planted(count=2), "c", "", 2, BANDS[2], False, [other])
    assert score.tallies["digit_replaced", BANDS[2]].detected == 0


def test_names_and_bands() -> None:
    from decimal import Decimal

    assert names(Finding("a", ("b", "c", "d"), "", ""), "c", "") == (False, True)
    assert names(Finding("a", ("b", "c", "d"), "", ""), "d", "") == (False, False)
    assert names(Finding("doc/s/table/t3/actual/2025", (), "", ""), "x", "doc/s/table/t3/") == (True, True)
    assert [band_of(Decimal(n), Decimal(2)) for n in (2, 3, 21)] == list(BANDS)


def test_too_few_reports_are_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["measure", "--reports", "1"]) == 2
    assert "--reports" in capsys.readouterr().err


def test_explained_differences_are_what_they_say(sequences: list[Sequenced], tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    by_kind: dict[str, list[Difference]] = defaultdict(list)
    for item in write(writer, sequences, 15, 1):
        by_kind[item.kind].append(item)
    writer.close()
    assert {kind: len(items) for kind, items in by_kind.items()} == dict.fromkeys(CAUSES, 5)
    rows = {
        (r.document_id, r.source_line, r.column_no): r for s in sequences for report in s.reports for r in report.rows
    }
    for kind, items in by_kind.items():
        for item in items:
            code, suffix = item.association_id.split("_")
            touched = [
                rows[document.removesuffix(f"_{suffix}"), line, column] for document, line, column in item.places
            ]
            if kind == "scope_differs":
                assert {row.statement for row in touched} == {"multi_year_overview"}
            elif kind == "restated":
                assert {row.document_id for row in touched} == {f"{code}_ar_2025"}
                assert {row.period for row in touched} == {"2024"}
            else:
                assert not touched and item.table_key.startswith(f"{code}_ar_2025_{suffix}/")


@pytest.mark.slow
def test_a_small_measurement_from_end_to_end(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert main(["measure", "--reports", "60", "--seed", "5"]) == 0
    outcome = json.loads((project / "build/measure/generated/measure.json").read_text(encoding="utf-8"))
    totals: dict[str, dict[str, float]] = defaultdict(dict)
    for row in outcome["results"]:
        totals[row["kind"]][row["band"]] = row
    outside = outcome["results"][-2]
    assert outside["band"] == "outside rounding" and outside["errors"] >= 50
    assert outside["detection"] >= 0.9 and outside["culprit_first"] >= 0.8
    assert outcome["clean"]["face_numbers_in_relation"] >= 0.95
    assert outcome["clean"]["reports_with_findings"] == 0
    for kind, met in outcome["explained_differences"].items():
        assert met["copies"] >= 1 and met["named"] == met["copies"], kind
    assert (project / "build/measure/generated/measure.svg").read_text(encoding="utf-8").startswith("<?xml")
