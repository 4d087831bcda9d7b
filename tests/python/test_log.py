"""The log: nothing by default, steps with -v, all of it with --log-file, and what nobody foresaw with its place."""

import logging
import re
import warnings
from pathlib import Path

import pytest
from finsam_audit import cli
from finsam_audit.project.errors import UserError
from finsam_audit.project.log import LOGGER, step
from test_check import word_file
from test_mapping import INCOME, account

LINE = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} "


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder whose build warns, takes a step, and fails in the way that a file says."""

    def build(target: str) -> int:
        with step("first"), warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("a library warns\nand goes on", stacklevel=1)
            logging.getLogger("pypdf").warning("broken \u202eobject")
        how = (tmp_path / "how").read_text() if (tmp_path / "how").exists() else ""
        with step("second"):
            if how == "fault":
                raise RuntimeError("one\ntwo")
            if how == "refused":
                raise UserError("this is wrong")
        return 0

    (tmp_path / "dbt_project.yml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "build", build)
    return tmp_path


def test_nothing_is_shown_by_default_also_of_what_libraries_warn(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build"]) == 0
    assert capfd.readouterr() == ("", "") and [path.name for path in told.iterdir()] == ["dbt_project.yml"]


def test_steps_are_shown_with_their_time(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "-v"]) == 0
    shown = capfd.readouterr()
    steps = "".join(rf"finsam: {name}: done in \d+\.\d\d s\n" for name in ("first", "second", "build"))
    assert shown.out == "" and re.search(steps + r"\Z", shown.err)
    assert "finsam: py.warnings: " in shown.err and "finsam: pypdf: broken [U+202E]object\n" in shown.err


def test_a_log_has_every_line_and_goes_on_behind_what_is_there(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (told / "a.log").write_text("before\n")
    assert cli.main(["build", "--log-file", "a.log"]) == 0
    assert capfd.readouterr() == ("", "")
    first, *rest = (told / "a.log").read_text("utf-8").splitlines()
    assert first == "before" and all(re.match(LINE, line) for line in rest)
    assert [line.split("finsam: ")[1] for line in rest if "begins" in line] == [
        "build: begins", "first: begins", "second: begins",
    ]  # fmt: skip
    assert any("WARNING pypdf: broken [U+202E]object" in line for line in rest)


@pytest.mark.parametrize(("how", "code"), [("fault", 2), ("refused", 2)])
def test_a_step_that_fails_says_so_and_the_log_has_why(
    how: str, code: int, told: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (told / "how").write_text(how)
    assert cli.main(["build", "--log-file", "a.log"]) == code
    said, log = capfd.readouterr().err, (told / "a.log").read_text("utf-8")
    assert said.count("\n") == 1 and "second: stopped after" in log
    if how == "fault":
        assert "this is a fault of finsam, a.log has the details" in said and "RuntimeError: one" in log
        assert "Traceback" in log and not (told / "logs").exists()
    else:
        assert said == "finsam: this is wrong\n" and "refused: this is wrong" in log and "Traceback" not in log


def test_a_log_that_cannot_be_written_is_a_line(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "--log-file", "no/such/a.log"]) == 2
    assert re.fullmatch(r"finsam: .*no/such/a\.log: No such file or directory\n", capfd.readouterr().err)


def test_logging_is_as_it_was_afterwards(told: Path) -> None:
    root = logging.getLogger()
    before = list(root.handlers), warnings.showwarning
    assert cli.main(["build", "-v", "--log-file", "a.log"]) == 0
    assert (list(root.handlers), warnings.showwarning) == before and not LOGGER.handlers


def test_a_check_tells_its_steps_and_nothing_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    word_file(tmp_path / "utkast.docx", INCOME, account(-1))
    cli.main(["intake", "utkast.docx", "--log-file", "a.log"])
    capfd.readouterr()
    log = (tmp_path / "a.log").read_text("utf-8")
    steps = re.findall(r"INFO finsam: ([\w ]+): done in \d+\.\d\d s", log)
    assert steps == ["reading", "mapping", "intake"] and "192" not in log


@pytest.mark.parametrize(("command", "word"), [("check", "visa varje steg"), ("build", "show each step")])
def test_help_is_in_the_language_of_who_reads_it(command: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    assert word in " ".join(capsys.readouterr().out.split())
