"""Every threshold of the PDF reader decides something: another value reads a page otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest
from finsam_audit.intake.pdf.constants import constants
from finsam_audit.intake.pdf_reader import read_pdf
from finsam_audit.project.errors import UserError
from pdf_drawn import drawn
from pdf_pages import RIGHTS, STATEMENT, at, ending, goals, pdf, rows, width

TABLE = rows(STATEMENT, RIGHTS)
MARKS = at(380.2, 690, "1") + at(60 + width(STATEMENT[2][0]), 671, "2)", 5.5) + at(460.5, 703, "3", 5.5)
NOTE = at(60, 590, "1", 5.5) + at(66, 587, "Varav styrelsen 41 500 kr.", 8)
SPACED = rows(STATEMENT[:3], RIGHTS) + "".join(
    at(x, 652, text, 9, "F2", "3.6 Tc")
    for x, text in ((60, "Verksamhetens resultat"), (380 - width("791") - 8, "791"), (420, "1 784"))
)
BARE = rows([[cell.replace("-", "") for cell in line] for line in STATEMENT], RIGHTS)
CARDS = [
    at(60 + 180 * n, 700 - 90 * m, name) + at(60 + 180 * n, 676 - 90 * m, figure, 18)
    for m, line in enumerate(((("Soliditet", "70,7 %"), ("Deltagare", "378")), (("Avslut", "41,0 %"), ("Kvar", "37"))))
    for n, (name, figure) in enumerate(line)
]
BOXES = "0.9 g 50 620 160 100 re f 230 620 160 100 re f 0 g " + at(60, 630, "en del av alla") + at(240, 630, "i insats")
DOTS = "".join(at(120, 768 - 16 * n, ". . . . . . . . . . . . . . .") for n in range(3))
CONTENTS = rows([("Inneh\xe5ll",), ("Bokslut", "1"), ("Noter", "1"), ("Underskrifter", "8")], [520], 784) + DOTS
HEAD = at(60, 810, "F\xf6rbundet Kustringen") + ending(540, 810, "\xc5rsredovisning 2024")
YEARS = ("", "2024", "2023")
PARTS = [("Kansli", "7 054", "10 614"), ("Transport", "7 054", "10 614")]
PAIR = rows([YEARS, *PARTS, ("Projekt", "1", "2")], (200, 260)) + rows(
    [("Skulder", "2024", "2023"), *PARTS, ("Avgifter", "1", "2")], (440, 500), left=300
)
UPPER = rows(
    [("", *("Utfall", "Netto") * 2), ("Kansli", "1", "2", "3", "4"), ("Projekt", "5", "6", "7", "8")],
    (220, 300, 380, 460),
)
STRETCHED = "".join(
    at(60 + sum(width(one) + 14 + (-1) ** k * 0.3 for k, one in enumerate(words[:n])), 560 - 12 * line, word)
    for line, words in enumerate(
        text.split()
        for text in (
            "Medlemmarna bidrog med 6368 tkr till arbetet och ESF betalade 4851 tkr",
            "Resultatet blev -1005 tkr och det egna kapitalet minskar till 1213 tkr",
        )
    )
    for n, word in enumerate(words)
)
IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>"
    "\nstream\n \nendstream"
)
FIELD = (
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (12 805) /Q 2 /F 4 /DA (/Helv 9 Tf 0 g) "
    "/Rect [320 681 380 694] >>"
)
FORM = "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {} >> /Length {} >>\nstream\n{}\nendstream"
FORM_FONTS = "/Font << /F1 3 0 R /F2 4 0 R >>"


def page(*contents: str, **more: object) -> Callable[[Path], Path]:
    """Return what writes a file with these pages."""
    return lambda folder: pdf(folder / "a.pdf", *contents, **more)  # type: ignore[arg-type]


def named_by_hand(folder: Path) -> Path:
    """Write a page in whose font one letter has a name of its own."""
    return pdf(
        folder / "a.pdf", TABLE + at(60, 500, "J\xe4mf\xf6r noter"), font="/Encoding << /Differences [74 /g74] >>"
    )


def forms(folder: Path) -> Path:
    """Write a page that paints a form inside a form."""
    outer = FORM.format("/XObject << /B 11 0 R >>", 5, "/B Do")
    inner = FORM.format(FORM_FONTS, len(TABLE), TABLE)
    return pdf(folder / "a.pdf", "/A Do", resources="/XObject << /A 10 0 R >>", objects=[outer, inner])


# another value, as times what it is, and the page that it reads otherwise
WRITTEN: dict[str, tuple[float, Callable[[Path], Path]]] = {
    "most_stream_mb": (1e-6, page(TABLE)),
    "most_pages": (0.002, page(TABLE, TABLE)),
    "most_seconds": (0, page(TABLE * 10)),
    "most_page_seconds": (0, page(TABLE * 10)),
    "most_marks": (0.0001, page(TABLE)),
    "deepest_form": (0, forms),
    "least_alpha": (0.5, page(f"/G gs {TABLE}", resources="/ExtGState << /G << /ca 0.04 >> >>")),
    "least_contrast": (0.5, page("0.95 g " + TABLE)),
    "least_size": (4, page(TABLE)),
    "cut_reach": (20, page(rows(STATEMENT, (300, 380, 462)), page="/MediaBox [0 0 460 842]")),
    "line_thickness": (0.5, page(UPPER + at(180, 716, "Budget") + at(340, 716, "Plan") + "175 710 140 2 re f ")),
    "double_reach": (0, page(rows(STATEMENT, RIGHTS) + f"q 1 0 0 1 0.35 0 cm {TABLE} Q")),
    "leader_gap": (0.1, page(CONTENTS, TABLE)),
    "leader_signs": (0.1, page(TABLE + NOTE)),
    "contents_rows": (2, page(CONTENTS, TABLE)),
    "pages_off": (0, page(CONTENTS, TABLE)),
    "assumed_width": (
        0.5,
        page(
            rows([YEARS, ("Kansli", "", "13 685"), ("Summa", "805", "685")], (380, 460)),
            page="/MediaBox [0 0 595 842] /Annots [10 0 R]",
            objects=[FIELD],
        ),
    ),
    "dash_reach": (0.5, page(BARE + at(330, 671, "-") + at(410, 671, "-"))),
    "mark_size": (0.5, page(TABLE + MARKS + NOTE)),
    "mark_rise": (4, page(TABLE + MARKS + NOTE)),
    "mark_reach": (0.5, page(TABLE + MARKS + NOTE)),
    "mark_gap": (0.5, page(TABLE + MARKS + NOTE)),
    "mark_glyphs": (0.1, page(TABLE + MARKS + NOTE)),
    "space_gap": (4, page(TABLE + MARKS + NOTE)),
    "stretch_gap": (0.5, page(SPACED)),
    "justified_gaps": (4, page(TABLE + STRETCHED)),
    "justified_near": (0.1, page(TABLE + STRETCHED)),
    "justified_most": (0.1, page(TABLE + STRETCHED)),
    "tracking_glyphs": (10, page(SPACED)),
    "tracking_share": (2, page(SPACED)),
    "tracking_most": (0.5, page(SPACED)),
    "tight_gap": (4, page(SPACED)),
    "unreadable_share": (0, named_by_hand),
    "scan_share": (2, page("q 595 0 0 842 0 0 cm /I Do Q", resources="/XObject << /I 10 0 R >>", objects=[IMAGE])),
    "repeated_pages": (4, page(*(HEAD + TABLE,) * 3)),
    "margin": (0.1, page(*(HEAD + TABLE,) * 3)),
    "break_height": (2, page(rows([YEARS, *PARTS], (300, 380), 110), rows([YEARS, *PARTS], (300, 380), 780))),
    "same_column": (0, page(rows([YEARS, *PARTS], (300, 380), 110), rows([YEARS, *PARTS], (303, 383), 780, left=63))),
    "card_size": (2, page("".join(CARDS) + rows(STATEMENT, RIGHTS, 500))),
    "card_reach": (0.5, page("".join(CARDS) + rows(STATEMENT, RIGHTS, 500))),
    "card_gap": (0.5, page("".join(CARDS) + rows(STATEMENT, RIGHTS, 500))),
    "card_width": (0.1, page(BOXES + "".join(CARDS[:2]) + rows(STATEMENT, RIGHTS, 500))),
    "level_1": (2, page(at(60, 760, "Resultatr\xe4kning", 14) + TABLE)),
    "level_2": (2, page(at(60, 760, "Resultatr\xe4kning", 12) + TABLE)),
    # a table set wide: rows more than three sizes apart
    "airy_size": (0.5, page(rows(STATEMENT, RIGHTS, step=28))),
    # a title a row and a half below a table, above another one of fewer columns
    "title_gap": (
        2,
        page(
            rows([("\xc5lder", "Antal", "Andel"), ("Unga", "96", "30 %"), ("Alla", "184", "57 %")], (430, 535), 700, 14)
            + at(60, 650, "V\xe4gen in", 9, "F2")
            + rows([("Remitterande part", "Antal"), ("Kommunen", "131"), ("Regionen", "72")], (535,), 636, 14)
        ),
    ),
    "goal_gap": (0.5, page(goals())),
    "goal_gap_ruled": (0.5, page(goals(step=30, rules=True))),
    "goal_rows": (2, page(goals())),
    "heading_length": (0.1, page(at(60, 760, "Resultatr\xe4kning", 9, "F2") + TABLE)),
    "shade_rows": (0.5, page("0.9 g 50 680 500 20 re f 50 640 500 20 re f 0 g " + PAIR)),
    "column_indent": (
        0.1,
        page(
            "".join(at(x, 760 - 12 * n, "Styrelsen har tr\xe4ffats.") for x in (60, 294) for n in range(4))
            + at(60, 712, "Noter")
            + at(294, 712, "Annat")
            + rows([YEARS, *PARTS, ("Projekt", "1", "2")], (200, 260), 680)
            + rows([YEARS, *PARTS, ("Projekt", "1", "2")], (440, 500), 675, left=300)
        ),
    ),
    "band_overlap": (
        4,
        page(
            rows([("Kansli", "100"), ("Projekt", "120")], (300,))
            + rows([("Resor",), ("Summa",)], (), 668)
            + at(299, 668, "99 999")
            + at(299, 652, "88 888")
        ),
    ),
    "column_filled": (
        0.01,
        page(
            rows(
                [("", "", "2024", "2023"), ("Kansli", "konto", "7", "8"), *((f"Rad {n}", "", "5", "6") for n in "abc")],
                (180, 300, 380),
            )
        ),
    ),
    # in the middle of two columns, and nearly where the first of them begins
    "span_fit": (0, page(UPPER + at(200.5, 716, "Budget enligt styrelsens") + at(400, 716, "Plan"))),
    "label_reach": (
        0.5,
        page(rows([("A", "1 000"), ("B", "2 000"), ("",), ("C", "3 000")], (96,)) + at(75, 668, "Avg\xe5r")),
    ),
}
# the same with a page drawn by chance, by its number
DRAWN: dict[str, tuple[float, int]] = {
    "body_words": (0.1, 7),
    "closer": (2, 0),
    "column_rows": (2, 0),
    "column_share": (2, 4),
    "deepest_columns": (0.1, 4),
    "gutter": (2, 20),
    "half_line": (2, 0),
    "header_gap": (2, 0),
    "header_gap_size": (2, 0),
    "header_length": (0.5, 13),
    "header_over": (2, 0),
    "header_reach": (0.1, 9),
    "heading_size": (2, 19),
    "heading_space": (0.5, 0),
    "indent_step": (2, 0),
    "label_above": (4, 6),
    "label_beside": (2, 26),
    "label_capital": (2, 2),
    "label_capital_after": (2, 7),
    "label_closed_end": (2, 7),
    "label_closer": (2, 1),
    "label_farther": (2, 7),
    "label_filled": (2, 2),
    "label_fits": (2, 10),
    "label_full": (2, 0),
    "label_hangs": (2, 3),
    "label_lines": (2, 1),
    "label_open_end": (2, 8),
    "label_other_style": (2, 3),
    "label_outdented": (2, 2),
    "label_padded": (2, 11),
    "label_small_letter": (2, 0),
    "least_cells": (2, 1),
    "left_cost": (2, 53),
    "line_reach": (2, 0),
    "line_step": (2, 1),
    "padded": (2, 3),
    "phrase_gap": (2, 0),
    "row_gap": (0.5, 0),
    "row_gap_size": (2, 1),
    "ruled_share": (0.5, 6),
    "same_edge": (4, 14),
    "same_lines": (2, 26),
    "skip_cost": (2, 21),
    "strangers": (0.1, 30),
    "touching": (2, 3),
    "underline": (2, 5),
}


def outcome(path: Path) -> str:
    """Return what is read of a file, or what is said of it."""
    try:
        return repr(read_pdf(path))
    except UserError as error:
        return str(error)


@pytest.mark.parametrize("name", sorted(constants()))
def test_another_value_reads_a_page_otherwise(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in WRITTEN:
        factor, write = WRITTEN[name]
        path = write(tmp_path)
    else:
        factor, seed = DRAWN[name]
        path = pdf(tmp_path / "a.pdf", drawn(seed))
    before = outcome(path)
    monkeypatch.setitem(constants(), name, constants()[name] * factor)
    assert outcome(path) != before
