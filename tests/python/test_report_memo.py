"""The memo of an association: complete, the same twice, and as a person would send it."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import docx
import duckdb
import pytest
from finsam_audit.project.errors import UserError
from finsam_audit.report import command, wording

ASSOCIATION = "ostra_varmland"


def values(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, [ASSOCIATION]).fetchall()


def texts(file: bytes) -> str:
    """Return all that a Word file says."""
    document = docx.Document(io.BytesIO(file))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_page_and_file_say_what_was_cast_found_and_left_to_sign(report: Path, database: Path, language: str) -> None:
    folder = report / ("" if language == "sv" else "en") / "memo"
    page = unescape(re.sub(r"<[^>]*>", " ", (folder / f"{ASSOCIATION}.html").read_text(encoding="utf-8")))
    file = texts((folder / f"{ASSOCIATION}.docx").read_bytes())
    (digest, commit, made), *_ = values(
        database, "select input_digest, commit_id, inputs_committed_at from marts.about where ? is not null"
    )
    documents = values(
        database, "select source_file, number_count, sha256 from marts.documents where association_id = ?"
    )
    findings = values(database, "select class, certainty, label from marts.findings where association_id = ?")
    goals = values(
        database, f"select {'name_sv' if language == 'sv' else 'name_en'} from marts.goals where association_id = ?"
    )
    assert documents and findings and goals
    for text in (page, file):
        for said in (digest[:12], commit[:12], (made or "–")[:10]):
            assert said in text
        for source_file, count, sha256 in documents:
            assert source_file in text and str(count) in text and sha256[:16] in text
        for *_, label in findings:
            assert label in text
        for (goal,) in goals:
            assert goal in text
        for name in ("memo_scope", "memo_cast", "misstatements", "memo_known", "memo_signatures", "net_of_year"):
            assert wording.text(name, language) in text
        # what people send has no inner keys
        assert not re.search(r"\b[a-z]+_(ar|vp)_20\d\d/|\b[A-Z]{2}-\d{3}\b", text)


def test_findings_stand_by_class_what_is_certain_first(report: Path, database: Path) -> None:
    document = docx.Document(io.BytesIO((report / "memo/degerfors_karlskoga.docx").read_bytes()))
    headings = [p.text for p in document.paragraphs if ((p.style and p.style.name) or "").startswith("Heading")]
    found = [h.split(" (")[0] for h in headings if re.search(r" \(\d+\)$", h)]
    # what a person has explained is no error, and stands last
    assert found == [name for name in ("Fel", "Saknas", "Mål", "Presentation", "Lag", "Förklarade") if name in found]
    assert found[0] == "Fel"
    errors = next(table for table in document.tables if "Bör vara" in [c.text for c in table.rows[0].cells])
    reasons = [row.cells[4].text for row in errors.rows[1:]]
    sure = [re.search(r"\((säker|trolig|möjlig)\)", reason) for reason in reasons]
    order = ["säker", "trolig", "möjlig"]
    places = [order.index(match[1]) if match else 2 for match in sure]
    assert places == sorted(places) and len(set(places)) > 1
    undecided = [row.cells[3].text for row, place in zip(errors.rows[1:], places, strict=True) if place == 2]
    assert set(undecided) == {"avgörs inte"}


def test_the_same_memo_has_the_same_bytes_and_no_clock(
    report: Path, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "published_database", lambda root: database)
    assert command.memo(ASSOCIATION, tmp_path) == 0
    assert f"memo/{ASSOCIATION}.docx" in capsys.readouterr().out
    for name in (f"memo/{ASSOCIATION}.docx", f"memo/{ASSOCIATION}.html", f"en/memo/{ASSOCIATION}.docx"):
        assert (tmp_path / name).read_bytes() == (report / name).read_bytes()
    with zipfile.ZipFile(report / f"memo/{ASSOCIATION}.docx") as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in file.read("docProps/core.xml")


def test_an_association_that_is_not_there_is_one_clear_line(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "published_database", lambda root: database)
    with pytest.raises(UserError, match=r"no association nobody; there are .*ostra_varmland"):
        command.memo("nobody", tmp_path)


def test_the_overview_leads_to_each_association_and_on_to_its_memo(report: Path) -> None:
    page = (report / "index.html").read_text(encoding="utf-8")
    assert f'href="association/{ASSOCIATION}.html"' in page
    assert f'href="../memo/{ASSOCIATION}.html"' in (report / f"association/{ASSOCIATION}.html").read_text("utf-8")
