"""What `check`, `intake` and `add` say stands in both languages, and is said in the one that was asked for."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.check.corrected import read_corrected
from finsam_audit.project.csv_files import Row, message, read_csv, read_rows
from finsam_audit.project.errors import UserError

PACKAGE = ROOT / "scripts" / "finsam_audit"
CATALOGUES = {
    name: read_rows(PACKAGE / name / "words" / "messages.csv") for name in ("check", "intake", "mapping", "project")
}
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for pattern in ("**/*.py", "**/*.html", "intake/words/*.csv", "mapping/words/*.csv")
    for path in PACKAGE.glob(pattern)
    if path.name != "messages.csv"
)
PLACE = re.compile(r"\{\w+(?:!r)?\}")
# words that both languages have, and what is nothing but its values
ALIKE = frozenset({"document", "finding", "unread_part"})
FAULTS: dict[str, bytes] = {
    "head": b"a,b\n1,2\n",
    "empty_row": b"a,b,c\n,,\n",
    "too_wide": b"a,b,c\n1,2,3,4\n",
    "too_narrow": b"a,b,c\n1\n",
    "no_utf8": b"a,b,c\n1,\xe5,3\n",
    "no_text": b"a,b,c\n\x00,2,3\n",
    "not_closed": b'a,b,c\n"1,2,3\n',
    "empty": b"",
    "mark": b"\xef\xbb\xbfa,b,c\n",
    "separated": b"a;b;c\n",
}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{at}-{row['name']}") for at, rows in CATALOGUES.items() for row in rows]
)
def test_a_message_has_two_languages_with_the_same_values_and_is_said_somewhere(row: Row) -> None:
    swedish, english = row["text_sv"], row["text_en"]
    assert swedish and english
    assert sorted(PLACE.findall(swedish)) == sorted(PLACE.findall(english))
    assert (swedish == english) == (row["name"] in ALIKE)
    assert not re.search("[\u00e5\u00e4\u00f6\u00c5\u00c4\u00d6]", english)
    # as a text of the code, a field of a word list, or the help of an option
    assert re.search(rf"\b(?:help_)?{row['name'].removeprefix('help_')}\b", CODE)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_file_that_cannot_be_read_is_told_in_the_language(name: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "tables.csv").write_bytes(FAULTS[name])
    with pytest.raises(UserError) as refused:
        read_csv(tmp_path / "tables.csv", "tables.csv", language).records("abc")
    shape = re.escape(
        message(
            name, language, **dict.fromkeys(("file", "row", "said", "needed", "count", "wanted", "why", "mark"), "@")
        )
    )
    assert re.fullmatch(shape.replace("@", ".+"), str(refused.value))


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function that runs a command in an empty folder and returns what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        assert cli.main(list(arguments)) == 2
        return capsys.readouterr().err.strip()

    return run


@pytest.mark.parametrize(("language", "told"), [("sv", "finns inte"), ("en", "is not there")])
def test_a_folder_that_lacks_a_file_is_told_in_the_language(
    language: str, told: str, say: Callable[..., str], tmp_path: Path
) -> None:
    folder = tmp_path / "rader"
    folder.mkdir()
    (folder / "line_items.csv").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="line_items"):
        read_corrected(folder, language)
    (folder / "line_items.csv").write_bytes((ROOT / "seeds/line_items/samspelet_ar_2025.csv").read_bytes())
    assert say("check", "rader", "--lang", language) == f"finsam: tables.csv {told}"
    bare = tmp_path / "tal"
    bare.mkdir()
    (bare / "bare_rows.csv").write_bytes(b"\xe5")
    assert message("no_utf8", language, file="bare_rows.csv", row=1) in say("intake", "tal", "--lang", language)
