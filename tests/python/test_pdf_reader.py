"""The reader of PDF: what a person sees, each number in its row and column; what cannot be read is told."""

import zlib
from pathlib import Path

import pypdf
import pytest
from finsam_audit.intake.blocks import Cell, Document, Grid, Line, Text
from finsam_audit.intake.headings import is_header
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.spreads import has_own_title
from finsam_audit.intake.pdf.table_rows import Table
from finsam_audit.intake.pdf_reader import read_pdf
from finsam_audit.project.errors import UserError
from pdf_pages import RIGHTS, STATEMENT, at, ending, goals, pdf, rows, width, write

BODY = [
    "Verksamhetens int\xe4kter|2|12 805|13 685",
    "Verksamhetens kostnader|3|-12 014|-11 901",
    "Verksamhetens resultat||791|1 784",
    "Finansiella int\xe4kter||60|59",
    "\xc5rets resultat||851|1 843",
]
PLAIN = ["|Not|2024|2023", *BODY]


def grids(document: Document) -> list[list[str]]:
    """Return the grids with their lines as cells joined by bars, columns without a cell empty."""
    found = []
    for block in document.blocks:
        if isinstance(block, Grid):
            last = max(cell.column + cell.span for line in block.lines for cell in line.cells)
            lines = []
            for line in block.lines:
                texts = {cell.column: " ".join(cell.text.split()) for cell in line.cells}
                lines.append("|".join(texts.get(column, "") for column in range(last)))
            found.append(lines)
    return found


def texts(document: Document) -> list[str]:
    """Return the texts."""
    return [block.text for block in document.blocks if isinstance(block, Text)]


def test_statement(tmp_path: Path) -> None:
    content = at(60, 760, "Resultatr\xe4kning", 14, "F2") + at(60, 740, "Belopp i tkr") + rows(STATEMENT, RIGHTS)
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [PLAIN]
    assert texts(document) == ["Resultatr\xe4kning", "Belopp i tkr"]
    heading, unit = (block for block in document.blocks if isinstance(block, Text))
    assert (heading.level, unit.level) == (1, 0)
    line = document.blocks[2].lines[3]  # type: ignore[union-attr]
    assert line.address == "p1r6"
    assert [cell.is_bold for cell in line.cells] == [True, True, True]


def corners(place: str) -> list[float]:
    """Return the corners of a place."""
    return [float(part) for part in place.split(":")[1].split(",")]


@pytest.mark.parametrize(
    ("page", "matrix"),
    [
        ("/MediaBox [0 0 595 842]", "1 0 0 1 0 0"),
        ("/MediaBox [100 50 695 892] /CropBox [110 60 695 892]", "1 0 0 1 100 50"),
        ("/MediaBox [0 0 842 595] /Rotate 90", "0 1 -1 0 842 0"),
        ("/MediaBox [-20 30 822 625] /Rotate 270", "0 -1 1 0 -20 625"),
        ("/MediaBox [0 0 595 842] /Rotate 180", "-1 0 0 -1 595 842"),
        # no /Rotate: the table itself stands on its side
        ("/MediaBox [0 0 842 595]", "0 1 -1 0 842 0"),
    ],
)
def test_place_is_that_of_the_file(tmp_path: Path, page: str, matrix: str) -> None:
    document = read_pdf(pdf(tmp_path / "a.pdf", f"q {matrix} cm\n{rows(STATEMENT, RIGHTS)}Q", page=page))
    assert grids(document) == [PLAIN]
    block = document.blocks[0]
    assert isinstance(block, Grid)
    x0, y0, x1, y1 = corners(block.lines[1].cells[2].place)
    a, b, c, d, e, f = (float(part) for part in matrix.split())
    ends = [(a * x + c * y + e, b * x + d * y + f) for x, y in ((380 - width("12 805"), 684 - 2), (380, 684 + 7))]
    assert [x0, x1] == pytest.approx(sorted(x for x, _ in ends), abs=1.5)
    assert [y0, y1] == pytest.approx(sorted(y for _, y in ends), abs=1.5)


def test_each_word_of_a_paragraph_has_its_own_place(tmp_path: Path) -> None:
    lines = ("Under \xe5ret blev kostnaderna 3 423 199", "kronor och resultatet -85 119 kronor.")
    content = at(60, 700, lines[0], 10) + at(60, 688, lines[1], 10)
    (text,) = (block for block in read_pdf(pdf(tmp_path / "a.pdf", content)).blocks if isinstance(block, Text))
    assert text.text == " ".join(lines)
    for words, x, y in (
        ("423", 60 + width("Under \xe5ret blev kostnaderna 3 423", 10), 700),
        ("resultatet", None, 688),
    ):
        place = corners(text.place_at(text.text.index(words)))
        assert abs(place[1] - y) < 4 and (x is None or abs(place[2] - x) < 1)
    assert corners(text.place) != corners(text.place_at(0))


def test_unseen_text_is_not_read(tmp_path: Path) -> None:
    draft = [("", "", "1 111", "2 222"), ("", "", "3 333", "4 444")]
    invisible = "BT 3 Tr ET " + rows(draft, RIGHTS, 690).replace("BT ", "BT 3 Tr ")
    white = "1 1 1 rg " + rows([("", "7 777"), ("", "8 888")], [540], 684) + "0 g "
    outside = ending(700, 684, "9 999")
    covered = ending(560, 652, "6 666") + "1 1 1 rg 500 640 70 20 re f 0 g "
    clipped = "q 0 0 100 100 re W n " + ending(560, 636, "5 555") + "Q "
    outside += at(500, 700, "4 321", 1)
    layer = "/OC /L1 BDC " + ending(540, 668, "1 234") + "EMC "
    content = invisible + white + outside + covered + clipped + layer + "0 Tr " + rows(STATEMENT, RIGHTS)
    document = read_pdf(
        pdf(
            tmp_path / "a.pdf",
            content,
            page="/MediaBox [0 0 800 842] /CropBox [0 0 595 842]",
            resources="/Properties << /L1 10 0 R >>",
            objects=["<< /Type /OCG /Name (utkast) >>"],
            catalog="/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >>",
        )
    )
    assert grids(document) == [PLAIN]


def test_white_text_on_a_dark_ground_is_read(tmp_path: Path) -> None:
    content = "0.1 0.3 0.3 rg 50 695 500 14 re f 1 1 1 rg " + rows(STATEMENT[:1], RIGHTS)
    content += "0 g " + rows(STATEMENT[1:], RIGHTS, 684)
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", content))) == [PLAIN]


def test_text_set_twice_is_read_once_and_bold(tmp_path: Path) -> None:
    twice = rows(STATEMENT[5:], RIGHTS, 620).replace("/F2", "/F1")
    content = rows(STATEMENT[:5], RIGHTS) + twice + f"q 1 0 0 1 0.35 0 cm {twice} Q"
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [PLAIN]
    assert all(cell.is_bold for cell in document.blocks[0].lines[5].cells)  # type: ignore[union-attr]


def test_minus_far_from_its_digits(tmp_path: Path) -> None:
    bare = [[cell.replace("-", "") for cell in line] for line in STATEMENT]
    minus = at(330, 671, "-") + at(410, 671, "-")
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", rows(bare, RIGHTS) + minus))) == [PLAIN]
    wide = [["", "Not", "Utfall, 2024", "Utfall, 2023"], *bare[1:]]
    under = ["|Not|Utfall, 2024|Utfall, 2023", *BODY]
    assert grids(read_pdf(pdf(tmp_path / "b.pdf", rows(wide, RIGHTS) + minus))) == [under]


def test_dash_for_nothing_is_no_sign(tmp_path: Path) -> None:
    lines = [("", "Int\xe4kter", "Netto"), ("Kansli", "-", "-350"), ("Projekt", "-", "120"), ("Summa", "-", "-230")]
    document = read_pdf(pdf(tmp_path / "a.pdf", rows(lines, (300, 380))))
    assert grids(document) == [["|Int\xe4kter|Netto", "Kansli|-|-350", "Projekt|-|120", "Summa|-|-230"]]


def test_letter_spaced_row(tmp_path: Path) -> None:
    lines = rows(STATEMENT[:3], RIGHTS)
    spaced = "".join(
        at(x, 652, text, 9, "F2", "3.6 Tc")
        for x, text in ((60, "Verksamhetens resultat"), (380 - width("791") - 8, "791"), (420, "1 784"))
    )
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", lines + spaced)))[0][3] == BODY[2]


def test_columns_two_points_apart(tmp_path: Path) -> None:
    lines = [
        ("", "In", "Kost", "Netto"),
        ("Unga vuxna", "11 209", "-22 190", "-10 981"),
        ("Kansli", "11 873", "-22 783", "-10 910"),
        ("Summa", "23 082", "-44 973", "-21 891"),
    ]
    rights = (200.0, 200 + width("-44 973") + 2, 202 + 2 * width("-44 973") + 2)
    shade = f"0.8 0.87 0.95 rg {rights[0] + 1:.1f} 640 {rights[1] - rights[0]:.1f} 75 re f 0 g "
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", shade + rows(lines, rights)))) == [["|".join(line) for line in lines]]


@pytest.mark.parametrize("size", [5.5, 7.6])
def test_raised_marks_are_parted_from_numbers(tmp_path: Path, size: float) -> None:
    marks = at(380.2, 690, "1") + at(60 + width(STATEMENT[2][0]), 671, "2)", size) + at(460.5, 703, "3", 5.5)
    note = at(60, 590, "1", 5.5) + at(66, 587, "Varav styrelsen 41 500 kr.", 8)
    document = read_pdf(pdf(tmp_path / "a.pdf", rows(STATEMENT, RIGHTS) + marks + note))
    assert grids(document) == [PLAIN]
    lines = document.blocks[0].lines  # type: ignore[union-attr]
    assert [lines[0].cells[-1].marks, lines[1].cells[2].marks, lines[2].cells[0].marks] == ["3", "1", "2)"]
    assert texts(document) == ["1 Varav styrelsen 41 500 kr."]


def test_labels_over_two_lines(tmp_path: Path) -> None:
    lines = [
        ("", "2024", "2023"),
        ("*Int\xe4kter",),
        ("Bidrag fr\xe5n medlemmarna och andra int\xe4kter",),
        ("som h\xf6r till verksamheten", "5 675", "5 320"),
        ("St\xf6d fr\xe5n socialfonden", "517", "412"),
        ("Kostnader f\xf6r insatser i kommunernas reha-", "-3 281", "-2 851"),
        ("bilitering och f\xf6r samverkan",),
        ("Kansli", "-867", "-869"),
        ("*Summa", "2 044", "2 012"),
    ]
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", rows(lines, (320, 400), step=12)))) == [
        [
            "|2024|2023",
            "Int\xe4kter||",
            "Bidrag fr\xe5n medlemmarna och andra int\xe4kter som h\xf6r till verksamheten|5 675|5 320",
            "St\xf6d fr\xe5n socialfonden|517|412",
            "Kostnader f\xf6r insatser i kommunernas rehabilitering och f\xf6r samverkan|-3 281|-2 851",
            "Kansli|-867|-869",
            "Summa|2 044|2 012",
        ]
    ]


def test_number_at_half_the_height_of_its_label(tmp_path: Path) -> None:
    content = rows([("", "2024", "2023"), ("Kansli", "100", "90")], (300, 380))
    content += at(60, 668, "Eget kapital i procent av") + at(60, 657, "medlemsbidragen")
    content += rows([("", "44 %", "45 %")], (300, 380), 662.5) + rows([("Summa", "200", "190")], (300, 380), 641)
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", content)))[0][2:] == [
        "Eget kapital i procent av medlemsbidragen|44 %|45 %",
        "Summa|200|190",
    ]


@pytest.mark.parametrize("padding", [0, 2, 5.4])
def test_headings_centred_over_merged_cells_cover_all_of_their_right_aligned_columns(
    tmp_path: Path, padding: float
) -> None:
    rights = [213 + 40 * n for n in range(7)]
    names = ("Int\xe4kt", "Kostn", "Netto") * 2
    lines = [
        ("", *names, "Avvik"),
        ("Kansli", "1", "-816", "-815", "73", "-921", "-848", "33"),
        ("Projekt", "-", "-59", "-59", "-", "-60", "-60", "1"),
    ]
    # the cells end where their padding does: three of them from 173 on, and three from 293 on
    uppers = {"Utfall 2024": 173 + 60, "Budget 2024": 293 + 60}
    upper = "".join(at(x + padding - width(text) / 2, 716, text) for text, x in uppers.items())
    grid = next(
        block
        for block in read_pdf(pdf(tmp_path / "a.pdf", upper + rows(lines, rights))).blocks
        if isinstance(block, Grid)
    )
    spans = {cell.text: (cell.column, cell.span) for cell in grid.lines[0].cells}
    assert spans == {"Utfall 2024": (1, 3), "Budget 2024": (4, 3)}


def test_headings_over_several_columns(tmp_path: Path) -> None:
    rights = (220, 280, 340, 420, 480, 540)
    lines = [
        ("", *("Int\xe4kt", "Kostnad", "Netto") * 2),
        ("Kansli", "-", "-1 420", "-1 420", "-", "-1 412", "-1 412"),
        ("Projekt", "1 150", "-1 400", "-250", "1 160", "-1 395", "-235"),
    ]
    upper = at(280 - width("Budget") + 8, 716, "Budget") + at(480 - width("Utfall") + 8, 716, "Utfall")
    document = read_pdf(pdf(tmp_path / "a.pdf", upper + rows(lines, rights)))
    block = document.blocks[0]
    assert isinstance(block, Grid)
    assert [(cell.text, cell.column, cell.span) for cell in block.lines[0].cells] == [
        ("Budget", 1, 3),
        ("Utfall", 4, 3),
    ]


@pytest.mark.parametrize("frame", ["50 600 445 120 re S", "0.9 g 50 690 445 22 re f 0 g", "50 690 445 22 re S"])
def test_a_frame_around_a_table_or_its_heading_row_is_no_cell_of_one_heading(tmp_path: Path, frame: str) -> None:
    document = read_pdf(pdf(tmp_path / "a.pdf", f"{frame}\n" + rows(STATEMENT, RIGHTS)))
    block = document.blocks[0]
    assert isinstance(block, Grid)
    assert [(cell.text, cell.column, cell.span) for cell in block.lines[0].cells] == [
        ("Not", 1, 1), ("2024", 2, 1), ("2023", 3, 1),
    ]  # fmt: skip


def test_table_over_a_page_break(tmp_path: Path) -> None:
    head = ("", "2024", "2023")
    first = rows([head, ("F\xf6rskola", "7 054", "10 614"), ("Transport", "7 054", "10 614")], (300, 380), 110)
    second = rows([head, ("Transport", "7 054", "10 614"), ("Summa", "9 054", "11 614")], (300, 380), 780)
    document = read_pdf(pdf(tmp_path / "a.pdf", first + at(290, 28, "16"), second + at(290, 28, "17")))
    assert grids(document) == [
        [
            "|2024|2023",
            "F\xf6rskola|7 054|10 614",
            "Transport|7 054|10 614",
            "|2024|2023",
            "Transport|7 054|10 614",
            "Summa|9 054|11 614",
        ]
    ]
    block = document.blocks[0]
    assert isinstance(block, Grid)
    assert [line.is_header for line in block.lines] == [False, False, False, True, False, False]
    assert [line.address for line in block.lines] == ["p1r1", "p1r2", "p1r3", "p2r1", "p2r2", "p2r3"]
    assert texts(document) == []


def test_tables_beside_each_other_go_on_each_in_its_own_column(tmp_path: Path) -> None:
    head = ("", "2024", "2023")
    income = [head, ("Staten", "2 440", "2 380"), ("Regionen", "1 220", "1 190")]
    income += [("Alby", "699", "682"), ("Viken", "320", "312"), ("Summa", "4 679", "4 564")]
    costs = [head, ("Lokaler", "1 312", "1 217"), ("L\xf6ner", "1 144", "1 154")]
    costs += [("Resor", "526", "521"), ("Revision", "159", "149"), ("Summa", "3 141", "3 041")]
    first = at(60, 150, "Not 1 Int\xe4kter", 11, "F2") + rows(income[:3], (220, 270), 130)
    first += at(320, 150, "Not 2 Kostnader", 11, "F2") + rows(costs[:3], (490, 540), 130, left=320)
    second = rows([head, *income[3:]], (220, 270), 780) + rows([head, *costs[3:]], (490, 540), 780, left=320)
    second += at(60, 680, "Not 3 Skulder", 11, "F2") + rows([head, ("Moms", "12", "14")], (220, 270), 660)
    second += at(320, 680, "Not 4 Kapital", 11, "F2") + rows([head, ("Kapital", "99", "98")], (490, 540), 660, left=320)
    found = grids(read_pdf(pdf(tmp_path / "a.pdf", first, second)))
    for table in (income, costs):
        cells = ["|".join(line) for line in table]
        assert [*cells[:3], cells[0], *cells[3:]] in found
    assert len(found) == 4


def test_one_row_each_below_the_same_years_are_two_tables(tmp_path: Path) -> None:
    years = ("", "2024", "2023")
    content = rows([years, ("Likvida medel", "2 105", "1 991")], (220, 270))
    content += rows([years, ("Summa kostnader", "1 064", "1 017")], (490, 540), left=320)
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", content))) == [
        ["|2024|2023", "Likvida medel|2 105|1 991"],
        ["|2024|2023", "Summa kostnader|1 064|1 017"],
    ]


def test_the_heading_of_a_group_at_the_end_of_a_page_begins_no_table(tmp_path: Path) -> None:
    head = ("", "2024", "2023")
    first = rows([head, ("Bidrag", "7 054", "10 614"), ("*St\xf6d till enskilda",)], (300, 380), 110)
    second = rows([head, ("Lotsen", "5 054", "9 614"), ("Summa", "5 054", "9 614")], (300, 380), 780)
    document = read_pdf(pdf(tmp_path / "a.pdf", first, second))
    (table,) = grids(document)
    assert table[:3] == ["|2024|2023", "Bidrag|7 054|10 614", "St\xf6d till enskilda||"]
    assert table[3:] == ["|2024|2023", "Lotsen|5 054|9 614", "Summa|5 054|9 614"]
    assert texts(document) == []


def test_the_heading_of_a_note_at_the_end_of_a_page_is_of_the_next_table(tmp_path: Path) -> None:
    head = ("", "2024", "2023")
    first = rows([head, ("Lotsen", "7 054", "10 614"), ("Summa", "7 054", "10 614")], (300, 380), 130)
    first += at(60, 80, "Not 4 Fordringar", 11, "F2")
    second = rows([head, ("Moms", "54", "14"), ("Summa", "54", "14")], (300, 380), 780)
    document = read_pdf(pdf(tmp_path / "a.pdf", first, second))
    assert [len(table) for table in grids(document)] == [3, 3]
    assert texts(document) == ["Not 4 Fordringar"]


def test_a_table_with_a_title_of_its_own_goes_on_no_other_page() -> None:
    def table(*lines: str) -> Table:
        cells = [tuple(Cell(text, c) for c, text in enumerate(line.split("|")) if text) for line in lines]
        page = Page(1, 595, 842, (1, 0, 0, 1, 0, 0))
        return Table([], [], page, lines=[Line(f"p1r{n}", line) for n, line in enumerate(cells)])

    last = table("|2024|2023", "F\xf6rskola|7 054|10 614", "Summa|7 054|10 614")
    assert has_own_title(last, table("Not 4 Inventarier", "|2024|2023", "Ing\xe5ende|99|128"))
    # a label that only names rows, other headings, and rows that go on
    assert not has_own_title(last, table("Varav", "Transport|7 054|10 614"))
    assert not has_own_title(last, table("Not 4", "|2022|2021", "Ing\xe5ende|99|128"))
    assert not has_own_title(last, table("|2024|2023", "Transport|7 054|10 614"))


def test_two_tables_under_each_other_stay_two(tmp_path: Path) -> None:
    second = [("", "2024", "2023"), ("Leverant\xf6rer", "311", "482"), ("Summa", "311", "482")]
    content = rows(STATEMENT, RIGHTS) + at(60, 590, "Not 2 Skulder", 9, "F2") + rows(second, RIGHTS[1:], 574)
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [PLAIN, ["|".join(line) for line in second]]
    assert texts(document) == ["Not 2 Skulder"]


def test_headings_of_words_over_other_columns_begin_a_table(tmp_path: Path) -> None:
    # one year above, four columns below: but for the last none stands over a number of the table above
    first = [("", "2012"), ("\xc5rets resultat", "369 034"), ("Likvida medel", "490 830")]
    second = [
        ("Medlem", "Kontant", "Egen tid", "Andel"),
        ("Landstinget", "1 800 000", "142 000", "25,0 %"),
        ("Lill\xe5sa kommun", "810 000", "88 500", "11,3 %"),
    ]
    content = rows(first, [540]) + at(60, 640, "Not 1 Medlemsavgifter 2012 (kr)", 9, "F2")
    content += rows(second, [330, 430, 540], 624)
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [["|".join(line) for line in first], ["|".join(line) for line in second]]


def test_headings_of_two_lines_stand_beside_those_of_one(tmp_path: Path) -> None:
    rights = [220, 300, 380, 460, 540]
    body = [("Landstinget", "425 000", "425 000", "850 000", "25,0 %", "825 000"),
            ("Krokfors kommun", "140 250", "140 250", "280 500", "8,3 %", "272 250")]  # fmt: skip
    content = rows(body, rights, 684)
    for x, upper, lower in ((380, "Summa", "2017"), (540, "Summa", "2016")):
        content += ending(x, 711, upper) + ending(x, 700, lower)
    for x, middle in zip((220, 300, 460), ("Kv 1", "Kv 2", "Andel"), strict=True):
        content += ending(x, 705.5, middle)
    content += at(60, 705.5, "Medlem")
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document)[0][0] == "Medlem|Kv 1|Kv 2|Summa 2017|Andel|Summa 2016"


def test_days_of_two_digit_years_head_columns(tmp_path: Path) -> None:
    lines = [
        ("tkr", "Not", "15-12-31", "16-12-31"),
        ("Inventarier", "3", "72", "54"),
        ("Fordringar", "4", "335", "335"),
        ("Kassa och bank", "", "1 050", "1 467"),
        ("Eget kapital", "", "858", "1 120"),
    ]
    document = read_pdf(pdf(tmp_path / "a.pdf", rows(lines, [300, 440, 540])))
    assert grids(document) == [["|".join(line) for line in lines]]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [is_header(line, 0, (), True) for line in grid.lines] == [True, False, False, False, False]


def test_spans_that_follow_each_other_head_columns(tmp_path: Path) -> None:
    lines = [
        ("Insats", "0-6", "7-12", "\xd6ver 12", "Alla"),
        ("Spr\xe5ksp\xe5ret", "18", "22", "4", "44"),
        ("H\xe4lsosteget", "9", "11", "7", "27"),
    ]
    document = read_pdf(pdf(tmp_path / "a.pdf", rows(lines, [260, 350, 440, 540])))
    assert grids(document) == [["|".join(line) for line in lines]]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [is_header(line, 0, (), True) for line in grid.lines] == [True, False, False]
    # what does not follow on is the results of games, or years
    assert not is_header(Line("1", (Cell("Insats", 0), Cell("7-12", 1), Cell("0-6", 2))), 0, (), True)


def test_tables_and_texts_in_two_columns(tmp_path: Path) -> None:
    assets = [
        ("Tillg\xe5ngar", "2024", "2023"),
        ("Inventarier", "55", "73"),
        ("Kortfristiga fordringar", "390", "203"),
        ("Kassa och bank", "1 952", "2 116"),
        ("Summa tillg\xe5ngar", "2 397", "2 392"),
    ]
    debts = [
        ("Skulder", "2024", "2023"),
        ("Eget kapital", "1 452", "1 277"),
        ("Leverant\xf6rer", "945", "1 115"),
        ("Summa skulder", "2 397", "2 392"),
    ]
    left = [
        "Styrelsen har under \xe5ret tr\xe4ffats sju g\xe5nger,",
        "senast den 12 december.",
        "Kansliet har flyttat.",
    ]
    right = [
        "F\xf6rbundet v\xe4nder sig till personer mellan",
        "16 och 64 \xe5r som beh\xf6ver st\xf6d.",
        "Flera \xe5r kvar.",
    ]
    content = rows(assets, (220, 270)) + rows(debts, (490, 540), left=320)
    content += "".join(at(60, 560 - 12 * n, line) + at(320, 555 - 12 * n, right[n]) for n, line in enumerate(left))
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [["|".join(line) for line in part] for part in (assets, debts)]
    assert texts(document) == [" ".join(left), " ".join(right)]


def test_leaders_and_contents(tmp_path: Path) -> None:
    contents = [("Inneh\xe5ll",), ("Bokslut", "1"), ("Noter", "1"), ("Underskrifter", "2")]
    dots = "".join(at(120, 768 - 16 * n, ". . . . . . . . . . . . . . .") for n in range(3))
    led = at(60 + width(STATEMENT[1][0]) + 4, 684, "." * 40) + at(140, 652, "\x85" * 9)
    document = read_pdf(pdf(tmp_path / "a.pdf", rows(contents, [520], 784) + dots, led + rows(STATEMENT, RIGHTS)))
    assert grids(document) == [PLAIN]


def test_page_headers_and_numbers_are_left_out(tmp_path: Path) -> None:
    head = at(60, 810, "F\xf6rbundet Kustringen") + ending(540, 810, "\xc5rsredovisning 2024")
    pages = [head + at(290, 30, f"Sida {n} av 3") + rows(STATEMENT, RIGHTS) for n in (1, 2, 3)]
    document = read_pdf(pdf(tmp_path / "a.pdf", *pages))
    assert (grids(document), texts(document)) == ([PLAIN] * 3, [])


@pytest.mark.parametrize("rules", [False, True])
def test_goals_in_words_are_a_table(tmp_path: Path, rules: bool) -> None:
    below = at(
        60, 560, "Målet för det egna kapitalet är satt efter vad Nationella rådet har rekommenderat alla förbund."
    )
    document = read_pdf(pdf(tmp_path / "a.pdf", goals(step=18 if rules else 11, rules=rules) + below))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [[cell.text for cell in line.cells] for line in grid.lines] == [
        ["Mål", "Utfall", "Styrelsens bedömning"],
        ["Verksamheten ska bedrivas inom beslutad budget", "Resultatet är 159 tkr bättre", "Uppfyllt"],
        ["Eget kapital ska vara högst 20 procent av medlemsbidragen", "27,9 procent", "Uppfyllt"],
        ["Minst 240 personer ska delta", "252 personer", "Uppfyllt"],
    ]
    assert [block.text[:5] for block in document.blocks if isinstance(block, Text)] == ["Målet"]
    assert grid.lines[0].is_header


def test_key_figures_on_cards(tmp_path: Path) -> None:
    content = rows(STATEMENT, RIGHTS, 500)
    for n, (name, figure, before) in enumerate((("Soliditet", "70,7 %", "70,1 %"), ("Deltagare", "378", "220"))):
        content += (
            at(60 + 180 * n, 700, name)
            + at(60 + 180 * n, 676, figure, 18)
            + at(60 + 180 * n, 664, f"2023: {before}", 7)
        )
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", content)))[0] == [
        "||2023",
        "Soliditet|70,7 %|70,1 %",
        "Deltagare|378|220",
    ]


def test_key_figures_on_cards_of_a_page_whose_tables_are_set_larger_than_its_text(tmp_path: Path) -> None:
    content = rows(STATEMENT, RIGHTS, 500, size=9)
    for n, (name, figure, before) in enumerate((("Soliditet", "70,7 %", "70,1 %"), ("Deltagare", "378", "220"))):
        x = 60 + 180 * n
        content += at(x, 700, name, 7) + at(x, 686, figure, 11) + at(x, 676, f"2023: {before}", 6)
    assert grids(read_pdf(pdf(tmp_path / "a.pdf", content)))[0] == [
        "||2023",
        "Soliditet|70,7 %|70,1 %",
        "Deltagare|378|220",
    ]


def test_shown_fields_are_read_in_their_cells(tmp_path: Path) -> None:
    def field(x: int, y: int, value: str, flags: int = 4) -> str:
        return (
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{x}{y}) /V ({value}) /Q 2 /F {flags} "
            f"/DA (/Helv 9 Tf 0 g) /Rect [{x - 60} {y - 3} {x} {y + 10}] >>"
        )

    note = "<< /Type /Annot /Subtype /FreeText /F 4 /Contents (71 275) /DA (/Helv 9 Tf) /Q 2 /Rect [320 665 380 678] >>"
    objects = [field(300, 684, "363 008"), field(380, 684, "30 677"), field(300, 668, "280 874"), note]
    objects.append(field(380, 652, "9 999", 2))
    content = rows([("", "Budget", "Utfall"), ("L\xf6ner",), ("Resor",), ("*Summa", "643 882", "101 952")], (300, 380))
    page = "/MediaBox [0 0 595 842] /Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R]"
    path = pdf(tmp_path / "a.pdf", content, page=page, objects=objects)
    assert grids(read_pdf(path)) == [
        ["|Budget|Utfall", "L\xf6ner|363 008|30 677", "Resor|280 874|71 275", "Summa|643 882|101 952"]
    ]


def test_unreadable_pages_are_told(tmp_path: Path) -> None:
    image = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>"
    )
    scan = pdf(
        tmp_path / "a.pdf",
        "q 595 0 0 842 0 0 cm /I Do Q",
        rows(STATEMENT, RIGHTS),
        resources="/XObject << /I 10 0 R >>",
        objects=[f"{image}\nstream\n \nendstream"],
    )
    document = read_pdf(scan)
    assert [(part.place, part.reason) for part in document.unread] == [("p1", "no_text_layer")]
    assert grids(document) == [PLAIN]
    names = " ".join(f"/g{code}" for code in range(32, 127))
    blind = pdf(tmp_path / "b.pdf", rows(STATEMENT, RIGHTS), font=f"/Encoding << /Differences [32 {names}] >>")
    document = read_pdf(blind)
    assert ([part.reason for part in document.unread], document.blocks) == (["font"], ())


def test_what_is_no_report_is_refused_in_one_line(tmp_path: Path) -> None:
    good = pdf(tmp_path / "good.pdf", rows(STATEMENT, RIGHTS))
    locked = pypdf.PdfWriter(clone_from=good)
    locked.encrypt("hemligt", algorithm="RC4-128")
    locked.write(tmp_path / "locked.pdf")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "other.pdf").write_bytes(b"PK\x03\x04 word/document.xml")
    (tmp_path / "cut.pdf").write_bytes(good.read_bytes()[:300])
    page = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"
    write(tmp_path / "loop.pdf", {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: page, 3: page})
    deep = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(2, 3000)}
    write(tmp_path / "deep.pdf", {1: b"<< /Type /Catalog /Pages 2 0 R >>", **deep, 3000: b"<< /Type /Page >>"})
    bomb = zlib.compress(b"0 " * 200_000_000, 1)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(bomb)
    write(tmp_path / "bomb.pdf", {1: b"<< /Type /Catalog >>", 2: head + bomb + b"\nendstream"})
    for name, words in {
        "missing": "finns inte",
        "empty": "tom",
        "other": "ingen rapport",
        "locked": "l\xf6senord",
        "cut": "skadad",
        "loop": "skadad",
        "deep": "skadad",
        "bomb": "packar upp",
    }.items():
        with pytest.raises(UserError) as error:
            read_pdf(tmp_path / f"{name}.pdf")
        assert words in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(UserError, match="password"):
        read_pdf(tmp_path / "locked.pdf", "en")


def test_a_title_set_off_from_the_rows_above_begins_a_table_of_one_column(tmp_path: Path) -> None:
    ages = [
        ("\xc5lder", "Antal", "Andel"),
        ("16-24 \xe5r", "96", "30 %"),
        ("25-34 \xe5r", "88", "27 %"),
        ("Summa", "184", "57 %"),
    ]
    ways = [("Remitterande part", "Antal"), ("Kommunens socialtj\xe4nst", "131"), ("F\xf6rs\xe4kringskassan", "72")]
    content = rows(ages, [430, 535], 700, 14) + at(60, 636, "V\xe4gen in", 9, "F2") + rows(ways, [535], 622, 14)
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [["|".join(line) for line in part] for part in (ages, ways)]
    # a line as near as the rows are is the heading of a group
    near = rows(ages, [430, 535], 700, 14) + at(60, 644, "V\xe4gen in", 9, "F2") + rows(ways[1:], [430], 630, 14)
    assert len(grids(read_pdf(pdf(tmp_path / "b.pdf", near)))) == 1


@pytest.mark.parametrize("step", [12, 18])
def test_the_longer_of_two_tables_beside_each_other_goes_on_below_the_other(tmp_path: Path, step: int) -> None:
    left = [
        ("Insats", "Kvinnor", "M\xe4n"),
        *((f"Insats {name}", str(54 + n), str(41 + n)) for n, name in enumerate("abcdefg")),
    ]
    right = [
        ("Orsak", "Kvinnor", "M\xe4n"),
        *((f"Orsak {name}", str(17 + n), str(24 + n)) for n, name in enumerate("abcd")),
    ]
    content = rows(left, (180, 230), 700, step) + rows(right, (470, 520), 700, step, left=320)
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    assert grids(document) == [["|".join(line) for line in part] for part in (left, right)]


def test_headings_between_the_lines_of_the_table_beside_them_are_those_of_their_own_table(tmp_path: Path) -> None:
    left = [
        ("Insats", "Kvinnor", "M\xe4n"),
        *((f"Insats {name}", str(54 + n), str(41 + n)) for n, name in enumerate("abcdefg")),
    ]
    right = [
        ("", "Kvinnor", "Andel"),
        *((f"Orsak {name}", str(17 + n), f"{10 + n} %") for n, name in enumerate("abcd")),
    ]
    content = rows(left, (180, 230), 700, 13)
    # a title where the edge of the table is, its labels a cell's padding inside of that, no line at the same height
    content += at(316, 706, "Orsak till avslut", 9, "F2") + rows(right, (470, 520), 692, 13, left=320)
    found = grids(read_pdf(pdf(tmp_path / "a.pdf", content)))
    assert found == [["|".join(line) for line in part] for part in (left, right)]
    # years that stand at the height of a row of the other table
    years = [("", "2021", "2020"), *((f"Rad {name}", f"{n + 1} 204", f"{n + 2} 310") for n, name in enumerate("abcd"))]
    content = rows(left, (180, 230), 700, 13)
    content += at(316, 700, "Fyra \xe5r (tkr)", 9, "F2") + rows(years[:1], (470, 520), 687, 13, left=320)
    content += rows(years[1:], (470, 520), 671, 13, left=320)
    found = grids(read_pdf(pdf(tmp_path / "b.pdf", content)))
    assert found == [["|".join(line) for line in part] for part in (left, years)]


def test_the_sum_of_a_table_may_stand_a_little_below_the_end_of_the_one_beside_it(tmp_path: Path) -> None:
    left = [("", "2017", "2016"), ("Insatser", "9 126", "9 010"), ("Personal", "2 730", "2 875")]
    left += [("Lokaler", "1 909", "1 765"), ("\xd6vrigt", "1 615", "1 526")]
    right = [("", "2017", "2016"), ("Utbildare", "710", "561"), ("Utv\xe4rderare", "421", "308")]
    right += [("Revisorer", "354", "462"), ("Tj\xe4nster", "1 485", "1 331")]
    total = ("Summa", "15 380", "15 176")
    content = at(60, 716, "Not 2 Kostnader", 10, "F2") + rows(left, (180, 230), 700, 12)
    content += at(320, 716, "Not 3 Tj\xe4nster", 10, "F2") + rows(right, (470, 520), 700, 12, left=320)
    found = grids(read_pdf(pdf(tmp_path / "a.pdf", content + rows([total], (180, 230), 636))))
    assert found == [["|".join(line) for line in part] for part in ([*left, total], right)]


def test_a_table_goes_on_beside_the_remark_below_another(tmp_path: Path) -> None:
    left = [
        ("", "2017", "2016"),
        *((f"Kostnad {name}", f"{n + 3} 126", f"{n + 4} 010") for n, name in enumerate("abcdef")),
    ]
    right = [("", "2017", "2016"), *((f"Post {name}", f"{n + 1} 710", f"{n + 2} 561") for n, name in enumerate("abcd"))]
    content = at(56, 714, "Not 2 Kostnader", 10, "F2") + rows(left, (180, 230), 700, 13)
    # heading and remark begin where the table does, its labels a cell's padding inside of that
    content += at(316, 714, "Not 3 Inventarier", 10, "F2") + rows(right, (470, 520), 700, 13, left=320)
    content += at(316, 700 - 5 * 13, "K\xf6pta i januari, avskrivning p\xe5 fem \xe5r", 9)
    found = grids(read_pdf(pdf(tmp_path / "a.pdf", content)))
    assert found == [["|".join(line) for line in part] for part in (left, right)]


def test_titles_above_headings_that_share_a_line_are_each_of_its_own_table(tmp_path: Path) -> None:
    left = [
        ("", "2021", "2022", "2023"),
        *((f"Kostnad {name}", "252", f"60{n}", "471") for n, name in enumerate("abcdef")),
    ]
    right = [
        ("Insats", "Kvinnor", "M\xe4n"),
        *((f"Insats {name}", str(54 + n), str(41 + n)) for n, name in enumerate("abcdef")),
    ]
    content = at(56, 716, "Projektet sedan starten", 9, "F2") + at(316, 716, "Deltagare 2023", 9, "F2")
    content += rows(left, (180, 220, 260), 700, 13) + rows(right, (470, 520), 700, 13, left=320)
    document = read_pdf(pdf(tmp_path / "a.pdf", content))
    texts = [block.text for block in document.blocks if isinstance(block, Text)]
    assert texts == ["Projektet sedan starten", "Deltagare 2023"]
    assert grids(document) == [["|".join(line) for line in part] for part in (left, right)]


def test_items_of_a_list_are_no_headings_though_their_sign_is_large(tmp_path: Path) -> None:
    content = at(56, 720, "M\xe5l", 14, "F2")
    for n, share in enumerate((33, 60)):
        content += at(56, 690 - 14 * n, "*", 14) + at(
            66, 690 - 14 * n, f"Minst {share} procent ska g\xe5 till arbete.", 9
        )
    found = [block for block in read_pdf(pdf(tmp_path / "a.pdf", content)).blocks if isinstance(block, Text)]
    assert [(text.level > 0, text.text[-38:]) for text in found] == [
        (True, "M\xe5l"),
        (False, "* Minst 33 procent ska g\xe5 till arbete."),
        (False, "* Minst 60 procent ska g\xe5 till arbete."),
    ]
