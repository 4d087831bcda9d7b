"""Goals told in sentences: threshold, outcome and judgement are read where they are clear, else listed."""

from pathlib import Path

import docx
import pytest
from finsam_audit.intake.command import rows_of
from finsam_audit.intake.read import Reading, read_report

HEAD = ["Samordningsförbundet Provet", "", "Årsredovisning 2024", "", "Resultaträkning 2024", "", "\t2024\t2023"]
TABLE = ["Intäkter\t5 000\t4 000", "Kostnader\t-4 000\t-3 000", "Årets resultat\t1 000\t1 000"]


def read(folder: Path, *texts: str, heading: str = "Måluppföljning") -> Reading:
    """Return a small report with texts under a heading as it is read."""
    path = folder / "a.txt"
    path.write_text("\n".join([*HEAD, *TABLE, "", heading, "", *"\n\n".join(texts).split("\n")]), encoding="utf-8")
    return read_report(path)


def goals(reading: Reading) -> list[tuple[str, ...]]:
    """Return the goals that were read: short name, then measure and print of each number."""
    rows = rows_of(reading, [])["line_items"]
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if row["statement"] == "goals":
            key = (row["table_no"], row["source_line"], row["label"])
            found.setdefault(key, []).append(f"{row['measure']}: {row['printed']}")
    return [(label, *prints) for (_, _, label), prints in found.items()]


def unclear(reading: Reading) -> list[str]:
    return [one.printed for one in reading.numbers if one.reason == "goal_unclear" and one.is_flagged]


# what a text comes to: the rows of goals, and the numbers that are listed as not understood
CLEAR = {
    "Mål 1: Minst 60 procent av deltagarna ska gå vidare till arbete eller studier. Utfallet blev 64 procent. Målet är "
    "uppfyllt.": (
        "Deltagarna gå vidare till arbete eller studier",
        "target: Minst 60 procent",
        "share: 64 procent",
        "verdict: Målet är uppfyllt",
    ),
    "Mål 2: Minst 70 procent av deltagarna ska uppleva att samordningen har förbättrats. 64 procent svarade ja på "
    "frågan. Målet är inte uppfyllt.": (
        "Deltagarna uppleva att samordningen har förbättrats",
        "target: Minst 70 procent",
        "share: 64 procent",
        "verdict: Målet är inte uppfyllt",
    ),
    "Insatserna ska nå minst 180 deltagare. Under året deltog 198 personer. Målet nåddes.": (
        "Antal deltagare Insatserna nå",
        "target: minst 180 deltagare",
        "count: 198 personer",
        "verdict: Målet nåddes",
    ),
    "Finansiellt mål: Eget kapital ska vara högst 20 procent av årets medlemsavgifter. Vid årets slut var det 47,6 "
    "procent.": (
        "Eget kapital av årets medlemsavgifter",
        "target: högst 20 procent",
        "share: 47,6 procent",
    ),
    "Eget kapital bör inte överstiga 20% av medlemmarnas bidrag, utfallet blev 18%. Styrelsen bedömer målet "
    "uppfyllt.": (
        "Eget kapital av medlemmarnas bidrag",
        "target: inte överstiga 20%",
        "share: 18%",
        "verdict: målet uppfyllt",
    ),
    "Att minst 60 personer har deltagit i någon av insatserna som förbundet har betalat.": (
        "Antal personer har deltagit i någon av insatserna",
        "target: minst 60 personer",
    ),
}


@pytest.mark.parametrize("text", CLEAR)
def test_a_goal_is_a_row_of_its_threshold_outcome_and_judgement(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert goals(reading) == [CLEAR[text]] and unclear(reading) == []


def test_a_rating_counts_nothing_and_what_is_reached_in_kronor_is_an_amount(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Deltagarna ska vara nöjda med stödet, minst 4,0 på en femgradig skala. Målet är uppfyllt.",
        "Det egna kapitalet ska vid årets slut vara minst 300 tkr. Utfall 960 tkr. Målet är uppfyllt.",
    )
    rating, equity = goals(found)
    assert rating[:2] == ("Deltagarna nöjda med stödet på en femgradig skala", "target: minst 4,0")
    assert equity[1:] == ("target: minst 300 tkr", "actual: 960 tkr", "verdict: Målet är uppfyllt")
    units = {row["goal"]: row["unit"] for row in rows_of(found, [])["goal_definitions"]}
    assert sorted(units.values()) == ["count", "tkr"]
    assert "participants" not in units


@pytest.mark.parametrize(("verb", "is_read"), [("var", True), ("närmar sig", False)])
def test_what_the_equity_is_to_come_near_is_none_that_it_has(tmp_path: Path, verb: str, is_read: bool) -> None:
    said = f"Det egna kapitalet {verb} 20 procent av medlemsbidragen."
    years = "Fem år i sammandrag\n\n\t2024\t2023\nMedlemsbidrag\t5 000\t4 000\nEget kapital\t1 000\t900"
    rows = rows_of(read(tmp_path, years, said, heading="Ekonomi"), [])["line_items"]
    codes = {row["line_item"] for row in rows if row["printed"] == "20 procent"}
    assert (codes == {"equity_to_contributions"}) is is_read


def test_goals_become_definitions_with_their_direction(tmp_path: Path) -> None:
    rows = rows_of(read(tmp_path, *CLEAR), [])
    assert {row["goal"]: (row["operator"], row["unit"], row["kind"]) for row in rows["goal_definitions"]} == {
        "ended_to_work": (">=", "percent", "participants"),
        "collaboration_survey": (">=", "percent", "survey"),
        "participants": (">=", "count", "participants"),
        "equity_share": ("<=", "percent", "financial"),
        # of two goals of one code with different thresholds each is one
        "own_goal_1": (">=", "count", "organisation"),
    }


DOUBTFUL = {
    # by how much it is too high is no outcome
    "Eget kapital bör inte överstiga 20% av bidragen. Styrelsen bedömer målet ej uppfyllt då det överstiger med 33%.": (
        [("Eget kapital av bidragen", "target: inte överstiga 20%", "verdict: målet ej uppfyllt")],
        ["33%"],
    ),
    # last year's outcome stands beside this year's
    "Minst 60 procent ska gå vidare till arbete. Utfallet blev 64 procent jämfört med 58 procent. Målet är uppfyllt.": (
        [("Gå vidare till arbete", "target: Minst 60 procent", "verdict: Målet är uppfyllt")],
        ["64 procent", "58 procent"],
    ),
    "Minst 60 procent ska gå vidare till arbete. Utfallet 2022 blev 64 procent. Målet är uppfyllt.": (
        [("Gå vidare till arbete", "target: Minst 60 procent", "verdict: Målet är uppfyllt")],
        ["64 procent"],
    ),
    # two thresholds in one sentence: the outcome may be of either
    "Eget kapital ska vara högst 20 procent av bidragen och bufferten minst 10 procent. Utfallet blev 12 procent. "
    "Målet är uppfyllt.": ([], ["högst 20 procent", "minst 10 procent", "12 procent"]),
    # a goal that stands elsewhere: what it is about is not said
    "Av de avslutade gick 38 procent till arbete. Målet om minst 40 procent nåddes därmed inte under detta år.": (
        [],
        ["minst 40 procent"],
    ),
    # another thing than the goal is about
    "Minst 60 procent av deltagarna ska gå vidare till arbete. Soliditeten var 71 procent.": (
        [("Deltagarna gå vidare till arbete", "target: Minst 60 procent")],
        [],
    ),
}


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_not_clear_is_listed_and_no_outcome(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert (goals(reading), unclear(reading)) == DOUBTFUL[text]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Styrelsen", "Styrelsen ska enligt lagen ha minst 4 ordinarie personer som tjänstgör under hela året."),
        ("Måluppföljning", "Under året deltog minst 198 personer i de insatser som förbundet finansierar."),
        ("Måluppföljning", "Målgruppen är mellan 16 och 64 år och har under 2024 varit 300 personer i insatserna."),
    ],
)
def test_a_number_that_no_goal_sets_is_no_goal(tmp_path: Path, heading: str, text: str) -> None:
    reading = read(tmp_path, text, heading=heading)
    assert goals(reading) == [] and unclear(reading) == []


def test_sentences_in_cells_of_a_table_are_goals_and_each_part_has_the_place_of_its_cell(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Samordningsförbundet Provet", 0)
    document.add_paragraph("Årsredovisning 2024")
    table = document.add_table(0, 2)
    texts = (
        ("Målsättning", "Resultat"),
        ("10% ska avslutas mot anställning.", "22% har uppnått målet."),
        ("25% ska avslutas mot studier.", "18% har uppnått målet."),
        ("Eget kapital ska vara högst 20 procent av bidragen.", "Utfallet blev 12 procent. Målet är uppfyllt."),
    )
    for row in texts:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    reading = read_report(tmp_path / "a.docx")
    assert goals(reading) == [
        ("Avslutas mot anställning", "target: 10%", "share: 22%"),
        ("Avslutas mot studier", "target: 25%", "share: 18%"),
        ("Eget kapital av bidragen", "target: högst 20 procent", "share: 12 procent", "verdict: Målet är uppfyllt"),
    ]
    assert list(reading.places.values()) == ["t1r2c0", "t1r2c1", "t1r3c0", "t1r3c1", "t1r4c0", "t1r4c1", "t1r4c1"]


def test_under_a_heading_of_goals_a_cell_need_not_say_that_it_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("Samordningsförbundet Provet", "Årsredovisning 2024"):
        document.add_paragraph(line)
    lines = [
        ("Nr", "Målet", "Utfall", "Bedömning"),
        ("1", "Minst 200 deltaganden i förbundets insatser", "250", "Uppnått"),
        ("2", "Kontor och styrelse får kosta högst 15 % av verksamhetens kostnader", "13,1 %", "Uppnått"),
        ("3", "Minst 40 % av dem som avslutar går vidare till arbete eller studier", "39 %", "Inte uppnått"),
    ]
    table = document.add_table(rows=len(lines), cols=4)
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    reading = read_report(tmp_path / "a.docx")
    assert [prints for _, *prints in goals(reading)] == [
        ["target: Minst 200", "count: 250", "verdict: Uppnått"],
        ["target: högst 15 %", "share: 13,1 %", "verdict: Uppnått"],
        ["target: Minst 40 %", "share: 39 %", "verdict: Inte uppnått"],
    ]
    assert unclear(reading) == []


def test_neither_sentences_nor_people_enter_the_rows(tmp_path: Path) -> None:
    text = (
        "Mål: Att minst 60 procent av de deltagare som Karin Andersson i Stegen möter varje vecka under sin långa tid "
        "i insatsen ska känna sig mer redo för arbete än när de kom dit. Utfallet blev 64 procent."
    )
    (name, *prints) = goals(read(tmp_path, text))[0]
    assert name == "Deltagare som i Stegen möter varje"
    assert prints == ["target: minst 60 procent", "share: 64 procent"]


@pytest.mark.parametrize(
    ("heads", "target"),
    [("Mål\tUtfall\tBedömning", ["target: högst 20 %"]), ("Mål\tUtfall\tMålvärde\tBedömning", [])],
)
def test_a_table_of_goals_has_the_thresholds_of_its_labels(tmp_path: Path, heads: str, target: list[str]) -> None:
    own = "\t20 %" if "Målvärde" in heads else ""
    lines = [
        heads,
        f"Budget i balans\t159{own}\tUppfyllt",
        f"Nya deltagare\t252{own}\tUppfyllt",
        f"Eget kapital högst 20 % av bidragen\t27,9 %{own}\tUppfyllt",
    ]
    (found,) = [prints for label, *prints in goals(read(tmp_path, "\n".join(lines))) if label.startswith("Eget")]
    assert found == ["share: 27,9 %", *(["target: 20 %"] if own else []), "verdict: Uppfyllt", *target]


def test_a_threshold_in_words_is_a_share_and_its_outcome_may_stand_behind_the_counts(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Minst hälften av de avslutade ska gå till arbete. Utfallet blev 44 procent. Målet är uppfyllt."
    )
    assert goals(found) == [
        ("Avslutade gå till arbete", "target: Minst hälften", "share: 44 procent", "verdict: Målet är uppfyllt")
    ]
    (target,) = (row for row in rows_of(found, [])["line_items"] if row["measure"] == "target")
    assert (target["reading"], target["unit"]) == ("50", "percent")
    # half of something that is no threshold
    assert goals(read(tmp_path, "Hälften av deltagarna har barn. Målet är uppfyllt.")) == []
    path = tmp_path / "a.md"
    path.write_text(
        "# Årsredovisning 2024 för Samordningsförbundet Provet\n\n## Mål och utfall\n\n| Mål | Utfall | Bedömning |\n"
        "|---|---|---|\n| Minst hälften av de avslutade ska gå till arbete | 17 av 39, 44 procent | Uppfyllt |\n",
        encoding="utf-8",
    )
    assert set(goals(read_report(path))[0]) >= {"target: Minst hälften", "share: 44 procent", "verdict: Uppfyllt"}


def test_a_goal_that_runs_over_lines_of_plain_text_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Samordningsförbundet Provet\n\nÅrsredovisning 2024\n\nMåluppfyllelse\n\n"
        "Mål 1. Minst 60 procent av de avslutade ska gå till arbete eller studier. Utfallet blev 55\n"
        "procent. Målet har inte nåtts.\n\n"
        "Mål 2. Minst 30 personer ska delta. Under året har 37 personer deltagit i någon av våra\n"
        "insatser. Målet har nåtts.\n",
        encoding="utf-8",
    )
    assert [prints[1:] for prints in goals(read_report(path))] == [
        ("target: Minst 60 procent", "share: 55 procent", "verdict: Målet har inte nåtts"),
        ("target: Minst 30 personer", "verdict: Målet har nåtts"),
    ]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Beviljad budget hålls – Uppfyllt då kostnaderna inte överstiger ramen.", "Uppfyllt"),
        ("Verksamheten ska bedrivas inom beslutad budget. Målet är inte uppfyllt.", "Målet är inte uppfyllt"),
    ],
)
def test_a_goal_to_keep_within_the_budget_needs_no_number(tmp_path: Path, sentence: str, verdict: str) -> None:
    assert goals(read(tmp_path, sentence)) == [("Budgeten hålls", f"verdict: {verdict}")]


def test_a_budget_that_no_one_judges_is_no_goal(tmp_path: Path) -> None:
    assert goals(read(tmp_path, "Verksamheten bedrevs inom beslutad budget under hela året.")) == []


def test_goals_stand_under_a_lower_heading_of_a_part_about_them(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Samordningsförbundet Provet\n\n# Årsredovisning 2024\n\n## Måluppföljning\n\n### Resultat\n\n"
        "- Eget kapital bör inte överstiga 20 % av medlen. – Ej uppfyllt, utfall 33 %.\n"
        "- Administrationen ska inte överstiga 15 % av kostnaderna. – Uppfyllt då vi ligger på en nivå på 13 %.\n",
        encoding="utf-8",
    )
    assert [found[1:] for found in goals(read_report(path))] == [
        ("target: inte överstiga 20 %", "share: 33 %", "verdict: Ej uppfyllt"),
        ("target: inte överstiga 15 %", "share: 13 %", "verdict: Uppfyllt"),
    ]


def test_how_a_goal_was_judged_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    texts = ("Minst 30 % av de avslutade ska gå till arbete.", "– Ej uppfyllt, utfall 34 %")
    assert [goal[1:] for goal in goals(read(tmp_path, *texts))] == [
        ("target: Minst 30 %", "share: 34 %", "verdict: Ej uppfyllt")
    ]
