"""The ticked copy: marks where the numbers stand, and nothing else of the file is touched."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from finsam_audit.check.ticked import NotTickedError, ticked, unmarked
from finsam_audit.check.ticked.docx import ticked_docx
from finsam_audit.check.ticked.marks import Mark
from finsam_audit.check.ticked.package import insert_before, parsed
from finsam_audit.check.ticked.pdf import ticked_pdf
from finsam_audit.check.ticked.xlsx import ticked_xlsx
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from PIL import Image
from programs import program
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

HOLDS = ("holds", ("footed", "tied"), "nedsummerad, avstämd mot annan del")
WRONG = ("wrong", ("wrong",), "Rad 3: rapporten anger 5; relationerna kräver 6 <å & ö>")
IDLE = ("untested", ("untested",), "ej prövad: rapporten anger ingen summa")


def mark(place: str, what: tuple[str, tuple[str, ...], str], printed: str = "5") -> Mark:
    """Return a mark at a place."""
    kind, signs, text = what
    return Mark(place, kind, signs, text, printed, f"Finsam Audit: {kind}")


# PDF


DRAWN = b"BT /F 10 Tf 200 150 Td (5) Tj ET"


def pdf(turn: int = 0) -> bytes:
    """Return a PDF of one page with the number 5 at its middle, shown turned."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 300)
    font = DictionaryObject(
        {
            NameObject(k): NameObject(v)
            for k, v in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Courier"))
        }
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): font})})
    stream = DecodedStreamObject()
    stream.set_data(DRAWN)
    page[NameObject("/Contents")] = writer._add_object(stream)
    page.rotate(turn)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def drawn(content: bytes) -> list[bytes]:
    """Return what each page of a PDF draws by itself."""
    streams: list[Any] = [page["/Contents"].get_object() for page in PdfReader(io.BytesIO(content)).pages]
    return [stream.get_data() for stream in streams]


def annotations(content: bytes) -> list[Any]:
    """Return the annotations of the first page of a PDF."""
    found: Any = PdfReader(io.BytesIO(content)).pages[0].get("/Annots", [])
    return [entry.get_object() for entry in found]


def test_a_pdf_keeps_every_byte_and_gets_signs_beside_its_numbers() -> None:
    before = pdf()
    after = ticked_pdf(
        before, [mark("p1:200,150,206,158", HOLDS), mark("p1:100,50,106,58", WRONG), mark("p1:9,9,15,17", IDLE)]
    )
    assert after.startswith(before) and drawn(after) == drawn(before) == [DRAWN]
    found = annotations(after)
    assert [entry["/Subtype"] for entry in found] == ["/PolyLine", "/PolyLine", "/PolyLine", "/Text", "/Circle"]
    assert [entry["/Contents"] for entry in found] == [HOLDS[2], HOLDS[2], WRONG[2], WRONG[2], IDLE[2]]
    for entry in found[:2]:
        x0, y0, x1, y1 = map(float, entry["/Rect"])
        assert 206 <= x0 < x1 < 220 and 150 < y0 < y1 < 158
    # every sign has a look of its own, or some readers show nothing
    assert all("/N" in entry["/AP"] for entry in found if entry["/Subtype"] != "/Text")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_signs_stand_upright_to_the_right_of_the_number_on_a_turned_page(turn: int) -> None:
    cross, note = annotations(ticked_pdf(pdf(turn), [mark("p1:200,150,206,158", WRONG)]))
    upright = Transformation().rotate(-turn)

    def middle(box: list[float]) -> tuple[float, float]:
        x, y = upright.apply_on(((float(box[0]) + float(box[2])) / 2, (float(box[1]) + float(box[3])) / 2))
        return round(x), round(y)

    x, y = middle([200, 150, 206, 158])
    assert 0 < middle(cross["/Rect"])[0] - x < 12 and middle(cross["/Rect"])[1] == y
    assert middle(note["/Rect"])[0] > middle(cross["/Rect"])[0] and abs(middle(note["/Rect"])[1] - y) <= 1
    matrix = [round(float(value)) for value in cross["/AP"]["/N"]["/Matrix"]]
    assert tuple(round(value) for value in upright.apply_on((matrix[0], matrix[1]))) == (1, 0)


def test_notes_of_one_row_stand_beside_each_other() -> None:
    places = ["p1:100,150,106,158", "p1:200,150,206,158", "p1:200,100,206,108"]
    found = annotations(ticked_pdf(pdf(), [mark(place, WRONG) for place in places]))
    boxes = [[float(x) for x in entry["/Rect"]] for entry in found if entry["/Subtype"] == "/Text"]
    (first, second, below) = boxes
    assert second[2] < first[0] and second[1] == first[1] and below[0] == first[0]


def test_a_place_that_is_none_is_left_out() -> None:
    assert annotations(ticked_pdf(pdf(), [mark("b3r4", HOLDS)])) == []


# packages


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """Return the parts that differ or are new; none may go."""
    old, new = parts(before), parts(after)
    assert not set(old) - set(new)
    return {name for name in new if new[name] != old.get(name)}


def word(note: bool = False) -> bytes:
    """Return a Word document with a table, merged cells, a line set by tabs and, if asked for, a comment."""
    document = docx.Document()
    document.add_paragraph("Resultaträkning")
    table = document.add_table(3, 3)
    for row, texts in enumerate((("", "2024", "2023"), ("Intäkter", "5", "4"), ("Summa intäkter", "", "9"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    line = document.add_paragraph("Eget kapital\t7\t8")
    if note:
        document.add_comment(line.runs, "Stämmer det?", "Karin", "K")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


MARKS = [
    mark("t1r2c1", WRONG),
    mark("t1r2c2", HOLDS, "4"),
    mark("t1r3c2", HOLDS, "9"),
    mark("p2c1", IDLE, "7"),
    mark("p2c2", HOLDS, "8"),
]


@pytest.mark.parametrize("note", [False, True])
def test_a_word_document_gets_comments_and_no_other_part_changes(note: bool) -> None:
    before = word(note)
    after = ticked_docx(before, [*MARKS, mark("t9r1c1", HOLDS), mark("b7", HOLDS)])
    added = {name for name in changed(before, after) if name not in parts(before)}
    refers = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert changed(before, after) - added <= (refers | {"word/comments.xml"})
    made = docx.Document(io.BytesIO(after))
    told = {comment.text: comment.author for comment in made.comments}
    assert told.pop("Stämmer det?", None) == ("Karin" if note else None)
    assert told[f"✗ 5: {WRONG[2]}"] == "Finsam Audit: wrong"
    assert f"○ 7: {IDLE[2]}\nΣ ✓ 8: {HOLDS[2]}" in told and len(told) == 4
    ids = [comment.comment_id for comment in made.comments]
    assert len(set(ids)) == len(ids)
    root = parsed(parts(after)["word/document.xml"])
    anchors = {int(start.get(qn("w:id"))): start.getparent() for start in root.iter(qn("w:commentRangeStart"))}
    wrong = next(comment.comment_id for comment in made.comments if comment.author.endswith("wrong"))
    assert "".join(anchors[wrong].itertext()) == "5"
    # without the references the text is what it was
    own = {str(number) for number, comment in ((c.comment_id, c) for c in made.comments) if "Finsam" in comment.author}
    for element in list(root.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))):
        if element.get(qn("w:id")) in own:
            gone = element.getparent() if element.tag == qn("w:commentReference") else element
            gone.getparent().remove(gone)
    was = parsed(parts(before)["word/document.xml"])
    assert etree.tostring(root, method="c14n") == etree.tostring(was, method="c14n")


def test_numbers_in_a_text_box_are_told_where_the_box_is_held() -> None:
    document = docx.Document(io.BytesIO(word()))
    holder = document.add_paragraph("Not 7")
    box = etree.SubElement(etree.SubElement(holder._p, qn("w:r")), qn("w:txbxContent"))
    table = document.add_table(1, 2)
    table.cell(0, 1).text = "6"
    box.append(table._tbl)
    target = io.BytesIO()
    document.save(target)
    places = [mark("t2r1c1", HOLDS, "6"), mark("p3", HOLDS, "8")]
    after = docx.Document(io.BytesIO(ticked_docx(target.getvalue(), places)))
    assert [comment.text for comment in after.comments] == [f"Σ ✓ 6: {HOLDS[2]}\nΣ ✓ 8: {HOLDS[2]}"]
    (start,) = after.element.iter(qn("w:commentRangeStart"))
    assert start.getparent().getparent().tag == qn("w:body")


def test_marks_that_a_copy_cannot_bear_are_told() -> None:
    places = [mark("p2", HOLDS), mark("t1r2c1", HOLDS), mark("b12", WRONG)]
    assert unmarked("docx", places) == places[2:] and unmarked("pdf", places) == []


def book(note: bool = False) -> bytes:
    """Return a workbook with a formula, a picture, a table and, if asked for, a comment."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Resultat & balans"
    for row in (("", "2024"), ("Intäkter", 5), ("Kostnader", -4), ("Summa", "=SUM(B2:B3)")):
        sheet.append(row)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    sheet.add_image(Picture(picture), "E5")
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="T1", ref="A1:B3"))
    workbook.create_sheet("Tomt")
    if note:
        sheet["B2"].comment = Comment("Stämmer det?", "Karin")
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


CELLS = [
    mark("Resultat & balans!B2", WRONG),
    mark("Resultat & balans!B3", HOLDS, "-4"),
    mark("Resultat & balans!B4", IDLE, "1"),
]


@pytest.mark.parametrize("note", [False, True])
def test_a_workbook_gets_comments_and_no_other_part_changes(note: bool) -> None:
    before = book(note)
    after = ticked_xlsx(before, [*CELLS, mark("Finns inte!B2", HOLDS)])
    own = {"xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels", "[Content_Types].xml"}
    theirs = {name for name in parts(before) if "omments" in name}
    assert changed(before, after) - own - theirs == {name for name in parts(after) if name not in parts(before)}
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Resultat & balans"]
    told = {cell: sheet[cell].comment.text for cell in ("B2", "B3", "B4")}
    assert told["B2"].endswith(f"✗ 5: {WRONG[2]}") and ("Stämmer det?" in told["B2"]) is note
    assert told["B3"] == f"Σ ✓ -4: {HOLDS[2]}" and told["B4"] == f"○ 1: {IDLE[2]}"
    assert sheet["B4"].value == "=SUM(B2:B3)"
    # one box for each comment, and the reference stands where the schema wants it
    drawing = next(content for name, content in parts(after).items() if name.endswith(".vml"))
    assert len(list(parsed(drawing).iter("{*}ClientData"))) == 3
    children = [etree.QName(child).localname for child in parsed(parts(after)["xl/worksheets/sheet1.xml"])]
    assert children.count("legacyDrawing") == 1
    assert children.index("drawing") < children.index("legacyDrawing") < children.index("tableParts")


def test_an_entry_goes_into_a_root_that_closes_itself() -> None:
    assert insert_before(b'<?xml version="1.0"?>\n<a b="/>"/>', b"<c/>", lambda _: False).endswith(
        b'<a b="/>"><c/></a>'
    )


def test_what_bears_no_ticks_says_why(tmp_path: Path) -> None:
    (tmp_path / "rapport.md").write_text("| a | 5 |", encoding="utf-8")
    with pytest.raises(NotTickedError, match="ticks_format"):
        ticked(tmp_path / "rapport.md", "markdown", [mark("l1c2", HOLDS)])
    writer = PdfWriter(io.BytesIO(pdf()))
    writer.encrypt("", "ägare", algorithm="RC4-128")
    writer.write(tmp_path / "rapport.pdf")
    with pytest.raises(NotTickedError, match="ticks_locked"):
        ticked(tmp_path / "rapport.pdf", "pdf", [mark("p1:200,150,206,158", HOLDS)])


@pytest.mark.slow
def test_a_ticked_workbook_opens_and_shows_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(ticked_xlsx(book(), CELLS))
    shown = 'pdf:calc_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = [program("soffice", "libreoffice-calc"), profile, "--headless", "--convert-to", shown, "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    pages = PdfReader(tmp_path / "bok.pdf").pages
    told = [str(note.get_object().get("/Contents", "")) for page in pages for note in page.get("/Annots", [])]
    assert any(re.search(r"✗ 5: Rad 3", text) for text in told)
