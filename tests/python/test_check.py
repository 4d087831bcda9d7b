"""`finsam check`: from a report to what is wrong in it, from any folder, leaving nothing else behind."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from association import ROOT
from bare_reports import bare_rows, shipped_report, write_bare
from finsam_audit import cli
from finsam_audit.check.cast import Cast
from finsam_audit.check.messages import placed
from finsam_audit.check.outcome import Outcome
from finsam_audit.check.repository import Repository
from finsam_audit.check.sources import READING, Source, read_source
from finsam_audit.mapping.associations import identified
from finsam_audit.mapping.folder import NEEDED
from finsam_audit.mapping.report import Report, Table
from finsam_audit.names import Names
from finsam_audit.project.csv_files import Row
from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import casting_project
from programs import lacking
from test_mapping import INCOME, account, report_with

Run = Callable[..., tuple[int, str]]
KEY = "provstad_ar_2024/income_statement/operating_result/actual/2024"
KNOWN: dict[str, list[Row]] = {"associations": [], "members": []}


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that checks reports outside the project, and returns its code and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(["check", *arguments])
        shown = capfd.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return code, shown.out + shown.err

    return run


def spoilt(rows: list[Row], printed: str, other: str) -> list[Row]:
    """Return bare rows with another print."""
    return [row | {"printed": other} if row["printed"] == printed else row for row in rows]


def test_a_sum_that_is_right_once_its_part_is_corrected_stays_what_a_share_is_worked_out_of(
    check: Run, tmp_path: Path
) -> None:
    rows = [("Stegen", 400, 360, 40, 10), ("Sp\xe5ret", 500, 475, 85, 5), ("Bron", 200, 150, 50, 25),
            ("Navet", 300, 270, 30, 10), ("Kansli", 250, 245, 5, 2), ("Summa", 1650, 1500, 150, 12)]  # fmt: skip
    lines = ["| Insats | Budget 2024 | Utfall 2024 | Avvikelse | Avv. % |", "|---|--:|--:|--:|--:|"]
    lines += [f"| {label} | {budget} | {spent} | {rest} | {share} % |" for label, budget, spent, rest, share in rows]
    text = "\n".join(["# Finsam Provdal", "", "# \xc5rsredovisning 2024", "", "## Driftredovisning (tkr)", "", *lines])
    (tmp_path / "utkast.md").write_text(text, encoding="utf-8")
    code, said = check("utkast.md")
    assert code == 1
    said = said.replace("\u00a0", " ")
    assert "85 tkr men b\xf6r ange 25 tkr" in said and "12 %, utr\xe4kningen ger 9 %" in said
    assert "r\xe4tta f\xf6rst" not in said


def test_a_message_tells_figures_as_printed_without_those_of_nothing_and_its_rule_last(
    check: Run, tmp_path: Path
) -> None:
    rows = [
        ("Stegen", "400 | 360 | 40 | 10 %"),
        ("Spåret", "500 | 475 | 25 | 9 %"),
        ("Bron", "200 | 150 | 50 | 25 %"),
        ("Navet", "0 | 0 | 0 | –"),
        ("Kansli", "250 | 245 | 5 | 2 %"),
        ("Summa", "1 350 | 1 320 | 120 | 9 %"),
    ]
    lines = ["| Insats | Budget 2024 | Utfall 2024 | Avvikelse | Avv. % |", "|---|--:|--:|--:|--:|"]
    lines += [f"| {label} | {amounts} |" for label, amounts in rows]
    counted = "I insatserna deltog 348 personer, varav 197 kvinnor och 169 män."
    text = ["# Finsam Provdal", "", "# Årsredovisning 2024", "", counted, "", "## Driftredovisning (tkr)", "", *lines]
    (tmp_path / "utkast.md").write_text("\n".join(text), encoding="utf-8")
    code, said = check("utkast.md")
    assert code == 1, said
    said = said.replace("\u00a0", " ")
    # a share of two amounts in thousands, in thousands; the row of nothing is left out of the sum
    assert '25 (kolumnen "Avvikelse") / 500 (kolumnen "Budget 2024") = 5 %' in said, said
    assert '360 ("Stegen") + 475 ("Spåret") + 150 ("Bron") + 245 ("Kansli") = 1 230; förslaget stöds även av' in said
    # running text is told by its heading and its words; what bears a figure out is named, its rule stands last
    assert re.search(
        r'den löpande texten, under "Årsredovisning 2024", "Kvinnor", "197 kvinnor": texten anger 197', said
    ), said
    assert re.search(
        r"stöds även av kolumnen \"Avvikelse\"[^.]*[.] [^.]*[.] [(]regel [A-Z]+-[0-9]{3}: [^()]+[)]", said
    ), said


def test_a_report_is_checked_from_any_folder_and_leaves_only_its_pages(
    check: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "arbete"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    write_bare(tmp_path / "utkast", spoilt(bare_rows(report_with(INCOME, account(-1))), "192 135", "192 315"))
    code, said = check("utkast")
    assert code == 1
    assert "192\u00a0315" in said and "192\u00a0135" in said and "2 tabeller, 32 tal" in said
    assert list(work.iterdir()) == []
    page = tmp_path / "utkast-finsam" / "index.html"
    assert str(page) in said
    content = page.read_text(encoding="utf-8")
    assert re.findall(r"finding/(\S+)\.html", content)[0] == KEY.replace("/", ".") and "192\u00a0135" in content
    targets = re.findall(r'href="([^"#?]+\.(?:html|xlsx))"', content)
    assert targets and all((page.parent / target).is_file() for target in targets)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arbete", "utkast", "utkast-finsam"]
    # a second time: refused, then over the first in English, as an object
    assert check("utkast")[0] == 2
    code, said = check("utkast", "--force", "--json", "--lang", "en")
    found: dict[str, Any] = json.loads(said)
    assert code == 1 and found["numbers"] == 32 and found["flagged"] == []
    assert [row["document_id"] for row in found["documents"]] == ["provstad_ar_2024"]
    assert [row["finding_key"] for row in found["findings"] if row["class"] == "error"] == [KEY]
    assert found["findings"][0]["suggested_amount"] == 192135


def test_a_report_of_which_nothing_could_be_tested_is_not_called_clean(check: Run, tmp_path: Path) -> None:
    rows = "".join(f"| {label} | {value} |\n" for label, value in (("Income", "1 200 000"), ("Net result", "150 000")))
    (tmp_path / "report.md").write_text(f"# Annual report 2024\n\n| SEK | 2024 |\n|---|---|\n{rows}", encoding="utf-8")
    code, said = check("report.md")
    assert code == 2 and "Inga nya avvikelser" not in said
    assert "ingenting kunde prövas" in said and "0 av" in said
    page = (tmp_path / "report.md-finsam" / "index.html").read_text(encoding="utf-8")
    assert "ingenting kunde prövas" in page and "Inga nya avvikelser" not in page and "✓" not in page
    # beside a report that could be: that one's findings are told, and the exit code says that it is not all
    write_bare(tmp_path / "utkast", spoilt(bare_rows(report_with(INCOME, account(-1))), "192 135", "192 315"))
    code, said = check("utkast", "report.md", "--out", "ut")
    assert code == 2 and "192\u00a0315" in said and said.count("ingenting kunde prövas") == 1


def test_a_folder_with_something_else_is_never_written_over(check: Run, tmp_path: Path) -> None:
    write_bare(tmp_path / "utkast", bare_rows(report_with(INCOME)))
    (tmp_path / "annat").mkdir()
    (tmp_path / "annat" / "brev.txt").write_text("kvar", encoding="utf-8")
    code, said = check("utkast", "--out", "annat", "--force")
    assert code == 2 and "annat" in said and said.count("\n") == 1
    assert [path.name for path in (tmp_path / "annat").iterdir()] == ["brev.txt"]


@pytest.mark.parametrize(
    ("paths", "told"),
    [(("saknas",), "saknas"), (("tom",), "bare_rows.csv"), (("utkast", "samma"), "samma rapport")],
)
def test_what_cannot_be_checked_is_one_line(check: Run, tmp_path: Path, paths: tuple[str, ...], told: str) -> None:
    for name in ("utkast", "samma"):
        write_bare(tmp_path / name, bare_rows(report_with(INCOME)))
    (tmp_path / "tom").mkdir()
    code, said = check(*paths)
    assert code == 2 and told in said and said.startswith("finsam: ") and said.count("\n") == 1
    assert not (tmp_path / f"{paths[0]}-finsam").exists()


def outcome(tmp_path: Path, flagged: int) -> Outcome:
    """Return the outcome of a report of 14 numbers of which some are flagged and nothing is wrong."""
    folder = write_bare(tmp_path / "utkast", bare_rows(report_with(INCOME)))
    reading = [dict.fromkeys(READING, "") | {"is_flagged": "true"}] * flagged
    source = read_source(folder, KNOWN, None, ROOT, "sv")
    return Outcome([Source(source.path, source.rows, reading)], Cast(tmp_path, [], []), [], {}, [], Names([]))


@pytest.mark.parametrize(("flagged", "code"), [(0, 0), (2, 0), (3, 2)])
def test_a_report_of_which_more_than_a_fifth_is_doubtful_is_not_judged(tmp_path: Path, flagged: int, code: int) -> None:
    assert outcome(tmp_path, flagged).code == code


def with_name(name: str, number: str = "") -> Report:
    """Return an empty report of an association."""
    return Report(name, number, "annual_report", 2025, "utkast", ())


def test_an_association_is_known_by_what_is_said_its_number_or_its_name() -> None:
    known = Repository(casting_project()).reference("associations")
    assert identified(with_name("Finsam", "222000-2279"), known, None).association_id == "degerfors_karlskoga"
    assert identified(with_name("Finsam", "2220002279"), known, "samspelet").association_id == "samspelet"
    assert identified(with_name("Samspelets samordningsförbund"), known, None).association_id == ""
    for row in known:
        assert identified(with_name(row["name"]), known, None).association_id == row["association_id"]
    assert identified(with_name("Provstad", "999999-9999"), known, None).association == "Provstad"


def word_file(path: Path, *tables: Table) -> Path:
    """Write a report as a Word document."""
    document = docx.Document()
    document.add_heading("Samordningsförbundet Provstad", 0)
    document.add_paragraph("Årsredovisning 2024")
    for table in tables:
        document.add_heading(table.heading, 1)
        made = document.add_table(1 + len(table.rows), 1 + len(table.columns))
        for place, heading in enumerate(table.columns.values(), 1):
            made.cell(0, place).text = heading
        for line, row in enumerate(table.rows, 1):
            made.cell(line, 0).text = row.label
            for number in row.numbers:
                made.cell(line, number.column_no).text = number.printed
    document.save(str(path))
    return path


def test_a_file_becomes_rows_with_their_places(tmp_path: Path) -> None:
    source = read_source(word_file(tmp_path / "utkast.docx", INCOME, account(-1)), KNOWN, None, ROOT, "sv")
    assert source.document_id == "provstad_ar_2024" and source.format == "docx"
    assert re.fullmatch("[0-9a-f]{64}", source.document["sha256"])
    addresses = {
        (row["source_line"], int(row["column_no"]), int(row["number_no"])) for row in source.rows["line_items"]
    }
    assert len(addresses) == 32 and addresses <= set(source.places)
    (tmp_path / "brev.txt").write_text("Hej! Vi ses den 3 maj.", encoding="utf-8")
    with pytest.raises(UserError, match=r"brev\.txt"):
        read_source(tmp_path / "brev.txt", KNOWN, None, ROOT, "sv")


def test_addresses_of_files_are_told_as_a_person_looks_for_them() -> None:
    assert placed("noten, 5 kr (p7r41)", "sv") == "noten, 5 kr (sidan 7, rad 41)"
    assert placed("line s2r7", "en") == "sheet 2, line 7" and placed("rad 331", "sv") == "rad 331"


@pytest.mark.slow
def test_a_word_file_comes_back_with_its_ticks(check: Run, tmp_path: Path) -> None:
    rows = [
        replace(row, numbers=tuple(replace(n, printed="192 315") if n.printed == "192 135" else n for n in row.numbers))
        for row in INCOME.rows
    ]
    word_file(tmp_path / "utkast.docx", replace(INCOME, rows=tuple(rows)), account(-1))
    code, _ = check("utkast.docx", "--ticked")
    assert code == 1
    comments = docx.Document(str(tmp_path / "utkast.docx-finsam" / "utkast-avprickad.docx")).comments
    wrong = [comment.text for comment in comments if comment.author == "Finsam Audit: avvikelse"]
    assert any(text.startswith("✗ 192 315: ") and "192\u00a0135" in text for text in wrong)
    assert sum(comment.author == "Finsam Audit: avprickning" for comment in comments) > 20
    # what only takes part in the relation says where the error is
    touched = [comment.text for comment in comments if comment.text.startswith("‡ ")]
    assert touched and all("Felet söks i: Verksamhetens resultat 2024 (" in text for text in touched)


@pytest.mark.slow
def test_a_newer_version_takes_the_place_of_the_one_in_the_repository(check: Run, tmp_path: Path) -> None:
    report = shipped_report("ostra_varmland_ar_2025")
    write_bare(tmp_path / "utkast", bare_rows(report, "Samordningsförbundet östra Värmland"), NEEDED)
    _, said = check("utkast")
    assert "i stället för" in said and "verksamhetsplan 2026" in said
    _, alone = check("utkast", "--alone", "--force")
    assert "i stället för" not in alone and "verksamhetsplan 2026" not in alone


ELSEWHERE = """
import sys, types
import duckdb, lxml.etree, matplotlib.pyplot, openpyxl, pdfminer.high_level, pypdf, tqdm, xlsxwriter, yaml
import jinja2, babel.numbers
import subprocess, tempfile
for name in ("fcntl", "resource"):
    sys.modules[name] = None
sys.modules["msvcrt"] = types.ModuleType("msvcrt")
sys.platform = "win32"
import finsam_audit.cli, finsam_audit.check.command
"""


def test_the_command_loads_where_no_module_of_posix_is() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_process_that_has_read_nothing_before_reads_running_text_outside_the_project(tmp_path: Path) -> None:
    """What one process reads once it keeps: the tests of one process would not see that it is looked for elsewhere."""
    (tmp_path / "utkast.md").write_text(
        "# Finsam Provdal\n\n# \xc5rsredovisning 2024\n\nI insatserna deltog 348 personer, 197 kvinnor och 151 män.\n\n"
        "## Driftredovisning (tkr)\n\n| Insats | Utfall 2024 |\n|---|--:|\n| Stegen | 360 |\n| Summa | 360 |\n",
        encoding="utf-8",
    )
    called = "import sys; from finsam_audit import cli; sys.exit(cli.main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", called, "check", "utkast.md", "--json"],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1) and done.stderr == "", done.stderr
    assert json.loads(done.stdout)["numbers"] > 2


@pytest.mark.slow
def test_an_installed_package_checks_a_report_from_an_empty_folder(tmp_path: Path) -> None:
    """Installs all that pyproject.toml asks for into a fresh environment: that it resolves is a part of the test."""
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns("python", "__pycache__", "*.egg-info")
    for name in ("scripts", "models", "seeds", "macros", "tests", "expectations"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "dbt_project.yml", "profiles.yml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", str(source)]
    installed = subprocess.run(install, capture_output=True, text=True, env=environment, check=False)
    if re.search(r"NewConnectionError|Temporary failure|Could not find a version", installed.stderr):
        lacking(f"no package index within reach: {installed.stderr}")
    assert installed.returncode == 0, installed.stderr
    empty = tmp_path / "tom"
    empty.mkdir()
    word_file(empty / "utkast.docx", INCOME, account(-1))
    command = [str(programs / "finsam"), "check", "utkast.docx", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=empty, check=False)
    assert done.returncode in (0, 1) and done.stderr == ""
    assert json.loads(done.stdout)["numbers"] == 32
    assert sorted(path.name for path in empty.iterdir()) == ["utkast.docx", "utkast.docx-finsam"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("Ovanlid_\xc5rsredovisning_2024", "ovanlid"),
        # what no association is called may be of any: two such files are not cast together
        ("\xc5rsredovisning_2024", "arsredovisning_2024"),
        ("2024_Ovanlid", "2024_ovanlid"),
    ],
)
def test_a_report_that_names_no_association_is_cast_under_what_its_file_is_called(
    tmp_path: Path, file: str, code: str
) -> None:
    path = tmp_path / f"{file}.txt"
    path.write_text("# \xc5rsredovisning 2024\n\n\t2024\nIntäkter\t100\n".replace("ä", "\xe4"), encoding="utf-8")
    assert read_source(path, {"associations": [], "members": []}, None, ROOT, "sv").version_of[0] == code


def test_a_limit_that_takes_a_print_in_the_other_sign_is_not_told_as_corrected(check: Run, tmp_path: Path) -> None:
    rows = ["Medlemsbidrag\t3 720 000", "Summa int\xe4kter\t3 720 000", "Insatser\t-3 000 000", "Kansli\t-781 000",
            "Summa kostnader\t-3 781 000", "Ber\xe4knat resultat\t-61 000"]  # fmt: skip
    head = ["Samordningsf\xf6rbundet Provet", "", "Verksamhetsplan 2025", "", "Budget 2025 (kr)", "", "\tBudget 2025"]
    (tmp_path / "plan.txt").write_text("\n".join([*head, *rows]), encoding="utf-8")
    _, said = check("plan.txt", "--alone")
    assert "BP-006" in said and "efter r\xe4ttelse" not in said, said
