"""The same input gives the same output, byte for byte: with other threads, on another path, on another day."""

import hashlib
import time
from pathlib import Path

import pytest
from apart import Done, apart, finsam
from pdf_pages import RIGHTS, STATEMENT, at, pdf, rows
from test_check import word_file
from test_hostile import book
from test_mapping import INCOME, account

DAY = 24 * 60 * 60


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return the names of the files that differ, or that only one has."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_another_day_is_another_day(tmp_path: Path) -> None:
    program = "import time, datetime; print(time.time(), datetime.date.today().toordinal())"
    done: Done = apart(tmp_path, tmp_path / "watch", *finsam()[:2], program, is_another_day=True)
    seconds, day = map(float, done.said.split())
    assert 399 * DAY < time.time() - seconds < 401 * DAY and day < time.time() / DAY + 719163 - 398


@pytest.mark.slow
def test_two_builds_give_the_same_marts_findings_pages_workbook_and_memos(
    built_project: Path, built_elsewhere: Path, results: Path, report: Path
) -> None:
    other = next(built_elsewhere.glob("*/build"))
    assert differing(digests(built_project / "build/marts"), digests(other / "marts")) == []
    assert (other / "expectations/results.json").read_bytes() == results.read_bytes()
    pages = digests(report)
    assert differing(pages, digests(other / "report")) == []
    assert {"index.html", "finsam_audit.xlsx"} <= pages.keys() and any(name.endswith(".docx") for name in pages)


@pytest.mark.slow
def test_two_checks_give_the_same_pages_and_ticked_copies(tmp_path: Path) -> None:
    found = []
    for name, is_another_day, threads in (("a", False, "1"), ("en annan väg", True, "4")):
        folder = tmp_path / name
        folder.mkdir()
        if name == "a":
            word_file(folder / "a.docx", INCOME, account(-1))
            book(folder / "b.xlsx", INCOME, "")
            heading = at(60, 780, "Finsam Fjärdestad, årsredovisning 2024", 14) + at(
                60, 760, "Resultaträkning", 14, "F2"
            )
            pdf(folder / "c.pdf", heading + at(60, 740, "Belopp i tkr") + rows(STATEMENT, RIGHTS))
        else:
            for file in (tmp_path / "a").glob("?.*"):
                (folder / file.name).write_bytes(file.read_bytes())
        told = finsam("check", "a.docx", "b.xlsx", "c.pdf", "--alone", "--ticked", "--out", "ut")
        done = apart(folder, tmp_path / f"{name} watch", *told, is_another_day=is_another_day, OMP_NUM_THREADS=threads)
        assert done.code == 1, done.said
        found.append(digests(folder / "ut"))
    assert differing(*found) == []
    assert sum("avprickad" in name for name in found[0]) == 3
