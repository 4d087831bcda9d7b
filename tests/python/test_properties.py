"""Whatever is written, the parsers answer or refuse in a line, and what the project prints it reads back.

`FINSAM_EXAMPLES` makes more and other examples of each; without it they are the same in every run. What was once found
stands among the `example`s of its test.
"""

import io
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from association import ROOT
from finsam_audit import prints, swedish
from finsam_audit.inputs.cells import hidden, is_date, wrong_letters, wrong_type
from finsam_audit.inputs.places import is_line, line_order, period_error
from finsam_audit.intake.cells import pieces_of, value_of
from finsam_audit.intake.read import read_report
from finsam_audit.project.csv_files import read_csv, row_writer
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import visible
from finsam_audit.project.yaml_files import read_yaml
from finsam_audit.rules.language import read_sentence
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

MANY = os.environ.get("FINSAM_EXAMPLES")
settings.register_profile(
    "finsam",
    max_examples=int(MANY or 60),
    derandomize=not MANY,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("finsam")
# a query of the models takes a tenth of a second, and many prints
IN_QUERIES = settings(max_examples=max(4, int(MANY or 60) // 15))

KINDS = {"number", "dash", "blank", "date", "text", "reference", "unread"}
# what prints are made of, and what looks like it
SIGNS = "0123456789 \u00a0\u2009\u202f\u2007-\u2212\u2013\u2014+.,'%/()kr tmilj\u00adca\n\tåÅ²½٣０eE_#="
TEXT = st.one_of(st.text(SIGNS, max_size=30), st.text(max_size=30))
# money of the project: at most sixteen digits before two decimals; a report's line is whole or has one or two
# what a print of money is read up to
MOST = 10**11 - 1
AMOUNT = st.decimals(min_value=-MOST, max_value=MOST, places=2).map(lambda value: Decimal(value).normalize())
SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"])
DASHES = st.sampled_from(["-", "\u2212", "\u2013"])
DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all examples of a test write over."""
    return tmp_path_factory.mktemp("properties")


@IN_QUERIES
@given(st.lists(st.tuples(TEXT, st.sampled_from(["actual", "ratio", "date", "verdict"])), min_size=1, max_size=40))
def test_a_print_is_read_or_refused(told: list[tuple[str, str]]) -> None:
    rows = [(text.replace("\0", ""), "", measure, "") for text, measure in told]
    for reading in prints.readings(ROOT, rows):
        assert reading.kind in KINDS
        assert (reading.kind != "number") or reading.value is not None
        assert (reading.kind != "unread") or reading.refusal


@IN_QUERIES
@given(st.lists(st.tuples(AMOUNT, SPACES, DASHES), min_size=1, max_size=40))
def test_an_amount_is_read_as_it_was_printed(told: list[tuple[Decimal, str, str]]) -> None:
    printed = [swedish.number(value).replace("\u00a0", space).replace("\u2212", dash) for value, space, dash in told]
    read = prints.readings(ROOT, [(text, "", "actual", "kr") for text in printed])
    assert [reading.value for reading in read] == [value for value, _, _ in told], printed


@given(AMOUNT, SPACES, DASHES)
def test_the_intake_reads_an_amount_as_it_was_printed(value: Decimal, space: str, dash: str) -> None:
    text = swedish.number(value).replace("\u00a0", space).replace("\u2212", dash)
    (piece,) = pieces_of(text)
    assert piece.printed == text and value_of(piece.readings[0]) == value


@IN_QUERIES
@given(st.lists(DAYS, min_size=1, max_size=40))
def test_a_day_is_read_as_it_was_printed(days: list[date]) -> None:
    for write in (date.isoformat, swedish.day):
        read = prints.readings(ROOT, [(write(day), "", "date", "") for day in days])
        assert [reading.day for reading in read] == days


@given(TEXT)
def test_the_numbers_of_a_cell_stand_in_it_one_behind_another(text: str) -> None:
    end = 0
    for piece in pieces_of(text):
        assert piece.printed and piece.printed in text
        assert end <= piece.start <= piece.end <= len(text)
        end = piece.end
        assert all(value_of(reading).is_finite() for reading in piece.readings if piece.kind in ("number", "percent"))


@given(TEXT)
def test_a_cell_of_a_seed_is_taken_or_told_in_a_line(text: str) -> None:
    for told in (hidden(text), wrong_letters(text), period_error(text)):
        assert told is None or (told and visible(told) == told)
    for kind in ("string", "integer", "double", "boolean", "date", "decimal(18,2)"):
        wrong_type(text, kind)
    if is_date(text):
        assert date.fromisoformat(text).isoformat() == text
    if is_line(text):
        assert line_order(text) > (0, 0)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=6))
@example([["", "\r"], ["a\r\nb", '"\n,']])
def test_a_csv_file_is_read_as_it_was_written(once: Path, rows: list[list[str]]) -> None:
    path, text = once / "a.csv", io.StringIO(newline="")
    row_writer(text, ["name", "text"]).writerows({"name": name, "text": said} for name, said in rows)
    path.write_bytes(text.getvalue().encode("utf-8"))
    assert [fields for _, fields in read_csv(path).lines] == rows


@given(st.one_of(st.binary(max_size=60), st.text(',;"\n\r\t\ufeff\0aå1', max_size=40).map(lambda text: text.encode())))
def test_any_file_is_rows_or_refused_in_a_line(once: Path, content: bytes) -> None:
    path = once / "b.csv"
    path.write_bytes(content)
    try:
        file = read_csv(path, "b.csv")
        file.records()
    except UserError as error:
        assert str(error).startswith("b.csv") and "\n" not in str(error)


LINE = st.one_of(
    st.sampled_from([
        "Samordningsförbundet Provstad", "Årsredovisning 2024", "# Resultaträkning", "Belopp i tkr", "\t2024\t2023", "",
        "---", "|---|---|", "\f", "12", "    2024    2023", "Mål: minst 80 %", "Summa 1 000 2 000",
    ]),
    st.builds(lambda label, a, b, gap: gap.join((label, a, b)), st.text("abcÅäö .:", min_size=1, max_size=20),
              TEXT.map(lambda text: text.replace("\n", "")), TEXT.map(lambda text: text.replace("\n", "")),
              st.sampled_from(["\t", "   ", " | ", ";"])),
    TEXT,
)  # fmt: skip


@given(st.lists(LINE, max_size=25))
@example(["\ud7ff"])
def test_any_text_is_a_report_or_refused_in_a_line(once: Path, lines: list[str]) -> None:
    path = once / "c.txt"
    path.write_text("\n".join(lines), encoding="utf-8", errors="ignore")
    try:
        reading = read_report(path)
    except UserError as error:
        assert "\n" not in str(error)
        return
    for number in reading.numbers:
        assert number.address and number.printed == number.printed.strip()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_report_or_refused_in_a_line(once: Path, content: bytes) -> None:
    path = once / "d.txt"
    path.write_bytes(content)
    try:
        read_report(path)
    except UserError as error:
        assert "\n" not in str(error)


WORDS = (
    'income_statement : . = + - <= >= net_result operating_income ( ) [ ] actual | , ? * year before 1 0.5 % sum å "'
)


@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=15))
def test_any_sentence_is_a_rule_or_refused_in_a_line(words: list[str]) -> None:
    try:
        read_sentence(" ".join(words), [], "income_statement", "a.yml XX-001")
    except UserError as error:
        assert str(error).startswith("a.yml XX-001")


@given(st.one_of(st.text("ab:-[]{}'\"#&*!|>%@` \n\t\0\u2028", max_size=30), st.text(max_size=30)))
def test_any_yaml_is_read_or_refused_in_a_line(once: Path, text: str) -> None:
    path = once / "e.yml"
    path.write_text(text, encoding="utf-8", errors="ignore")
    try:
        read_yaml(path, "e.yml")
    except UserError as error:
        assert str(error).startswith("e.yml")


@given(st.text(max_size=40))
def test_what_is_shown_hides_nothing_and_stays(text: str) -> None:
    assume(text)
    shown = visible(text)
    assert visible(shown) == shown and len(shown.splitlines()) <= 1
