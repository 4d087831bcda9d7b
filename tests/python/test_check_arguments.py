"""What `finsam check` is told to do: names no file has, places where nothing can be written, codes nobody has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from association import ROOT
from bare_reports import bare_rows, write_bare
from finsam_audit import cli
from finsam_audit.check import command
from finsam_audit.check.command import Options
from finsam_audit.check.page import default_folder
from finsam_audit.names import LANGUAGES
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import beside, can_be, told_apart
from test_mapping import INCOME, report_with

Run = Callable[..., str]
LONG = "x" * 300


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command which casts nothing, and returns the one line that it is refused with."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "cast", lambda *_, **__: pytest.fail("cast before it was refused"))

    def run(*arguments: str) -> str:
        before = sorted(tmp_path.rglob("*"))
        assert cli.main([*arguments, "--lang", LANGUAGES[1]]) == 2
        shown = capsys.readouterr()
        assert shown.err.startswith("finsam: ") and shown.err.count("\n") == 1 and not shown.out
        assert sorted(tmp_path.rglob("*")) == before
        return shown.err

    return run


def report(folder: Path) -> str:
    folder.parent.mkdir(exist_ok=True)
    write_bare(folder, bare_rows(report_with(INCOME)))
    return str(folder)


@pytest.mark.parametrize("told_to", ["check", "intake", "add"])
@pytest.mark.parametrize("name", [f"{LONG}.md", "a\0b.md"])
def test_a_name_that_no_file_has_is_told_in_a_line(told_to: str, name: str, refused: Run) -> None:
    said = refused(told_to, name)
    assert "no file can have that name" in said and len(said) < 200


@pytest.mark.parametrize("told_to", ["check", "intake"])
def test_a_name_with_a_line_break_is_told_in_a_line(told_to: str, refused: Run) -> None:
    assert "a b.md is not there" in refused(told_to, "a\nb.md")


def test_what_is_written_beside_a_long_name_has_one_that_the_system_takes(tmp_path: Path) -> None:
    for name in ("y" * 252, "\u00e5" * 126, "utkast.docx"):
        path = tmp_path / name
        path.touch()
        for made in (default_folder(path), beside(path, "rows")):
            assert can_be(made) and made.parent == tmp_path and made.name[:9] == name[:9]
    assert beside(Path("utkast.docx"), "rows").name == "utkast.docx-rows"


def test_files_of_one_name_are_told_apart_by_as_little_as_does(tmp_path: Path, refused: Run) -> None:
    assert told_apart([Path("/a/b/r.txt"), Path("/a/c/r.txt"), Path("/a/c/s.txt")]) == ["b/r.txt", "c/r.txt", "s.txt"]
    assert told_apart([Path("/a/b/r"), Path("/c/b/r")]) == ["a/b/r", "c/b/r"]
    first, second = report(tmp_path / "a" / "utkast"), report(tmp_path / "b" / "utkast")
    assert "a/utkast and b/utkast are one report" in refused("check", first, second, "--alone")
    assert "is given twice" in refused("check", first, first, "--alone")


@pytest.mark.parametrize("out", ["letter.txt/pages", "/proc/pages", "/dev/null/pages"])
def test_a_place_where_nothing_can_be_written_is_told_before_the_casting(
    out: str, tmp_path: Path, refused: Run
) -> None:
    (tmp_path / "letter.txt").write_text("a", encoding="utf-8")
    said = refused("check", report(tmp_path / "utkast"), "--out", out)
    assert f"{(tmp_path / out).resolve()} cannot be written (" in said and ".new" not in said


def test_a_file_and_a_folder_of_something_else_are_told_before_the_casting(tmp_path: Path, refused: Run) -> None:
    draft = report(tmp_path / "utkast")
    (tmp_path / "letter.txt").write_text("a", encoding="utf-8")
    assert f"{tmp_path / 'letter.txt'} is there already" in refused("check", draft, "--out", "letter.txt")
    for out in ("letter.txt", "utkast"):
        assert f"{tmp_path / out} holds something else" in refused("check", draft, "--out", out, "--force")


def test_the_code_of_no_association_is_refused_and_the_nearest_are_told(tmp_path: Path, refused: Run) -> None:
    draft = report(tmp_path / "utkast")
    said = refused("check", draft, "--association", "samspel")
    assert "--association samspel: no association has that code; the nearest are samspelet, " in said
    assert said.count(", ") < 6 and "--alone" in said
    # an association that is not here has its own code where nothing of the others is taken
    for code, options in (
        ("samspelet", Options(association="samspelet")),
        ("ny", Options(association="ny", alone=True)),
    ):
        read = command.read_sources(ROOT, [Path(draft)], options)
        assert [source.document["association_id"] for source in read] == [code]
    with pytest.raises(UserError):
        command.read_sources(ROOT, [Path(draft)], Options(association="ny"))
