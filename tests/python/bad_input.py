"""Kinds of bad input: each an edit of one file of the project, and the lines that it must give."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from association import ROOT

KINDS = ROOT / "tests/fixtures/bad_input.csv"
SUITES = "expectations/"
COMPILED = ("seeds/reference/rules.csv", "seeds/reference/rule_terms.csv")
# what a line leaves open, as its pattern
OPEN = {"{n}": "[0-9]+", "{rule}": "[a-z_]+[.]yml [A-Z]{2}-[0-9]{3}"}


@dataclass(frozen=True)
class Kind:
    """A kind of bad input.

    Attributes:
        name: what a person did.
        file: the file, from the root of the project.
        edit: what was done: a cell set or filled, a row added, dropped or written twice, all rows without a value left,
            the head, the text or the form of the file changed, a file put there.
        place: how the row begins, or what stands in the text.
        column: the column that is set, or named in the head.
        value: what is written there, as in JSON.
        hides: file where other kinds cannot be seen in the same file beside it, all where they can be seen in none.
        told: the lines, with {row} where the row's number stands, {n} for a number and {rule} for a suite and rule that
            depend on what else the rules are; empty where the edit is none to refuse.

    """

    name: str
    file: str
    edit: str
    place: str
    column: str
    value: str
    hides: str
    told: str

    @property
    def text(self) -> str:
        """Return what is written."""
        text: str = json.loads(f'"{self.value}"')
        return text

    def excludes(self, other: "Kind") -> bool:
        """Tell whether one of two kinds could not be told beside the other."""
        if "all" in (self.hides, other.hides):
            return True
        if self.file == other.file:
            is_whole = "file" in (self.hides, other.hides)
            # two rows at the end of a file: where the second stands depends on the first
            is_added = self.edit in ("add", "twice") and other.edit in ("add", "twice")
            return is_whole or is_added or self.place == other.place
        of_rules = [kind.file.startswith(SUITES) or kind.file in COMPILED for kind in (self, other)]
        return all(of_rules) and (self.file in COMPILED or other.file in COMPILED)


def read_kinds() -> list[Kind]:
    """Return the kinds of the fixture."""
    with KINDS.open(encoding="utf-8", newline="") as file:
        return [Kind(**row) for row in csv.DictReader(file)]


def line_of(fields: Iterable[str]) -> str:
    """Return a row as its file holds it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(fields)
    return text.getvalue()


def saved(content: str, form: str) -> bytes | None:
    """Return a text as it is saved in a form; None where no file is left."""
    lines = content.splitlines(keepends=True)
    forms = {
        "gone": None,
        "empty": b"",
        "head_only": lines[0].encode(),
        "utf16": content.encode("utf-16"),
        "utf16_without_mark": content.encode("utf-16-le"),
        "windows": content.encode("cp1252", errors="replace"),
        "mark": content.encode("utf-8-sig"),
        "crlf": content.replace("\n", "\r\n").encode(),
        "semicolons": content.replace(",", ";").encode(),
        "tabs": content.replace(",", "\t").encode(),
        "all_quoted": quoted(content).encode(),
        "loose_accents": unicodedata.normalize("NFD", content).encode(),
        "twice": "".join([*lines, *lines[1:]]).encode(),
        "no_head": "".join(lines[1:]).encode(),
        "binary": bytes(range(256)) * 8,
    }
    return forms[form]


def quoted(content: str) -> str:
    """Return a CSV file with all its fields between quotation marks."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(content)))
    return text.getvalue()


def rename(head: list[str], kind: Kind) -> list[str]:
    """Return a head with a column renamed, or taken away where nothing is written."""
    return [name if name != kind.column else kind.text for name in head if name != kind.column or kind.text]


def apply(project: Path, kind: Kind) -> list[str]:
    """Make an edit in a copy of the project, and return the lines that it must give."""
    path = project / kind.file
    if kind.edit == "save" and kind.text == "folder":
        path.unlink(missing_ok=True)
        path.mkdir()
        return kind.told.splitlines()
    content = path.read_text(encoding="utf-8") if path.exists() else ""
    if kind.edit == "save":
        data = saved(content, kind.text)
        path.unlink()
        if data is not None:
            path.write_bytes(data)
        return kind.told.splitlines()
    row = 0
    if kind.edit == "text":
        assert content.count(kind.place) == 1, kind.name
        row = content[: content.index(kind.place)].count("\n") + 1
        content = content.replace(kind.place, kind.text)
    elif kind.edit == "new":
        content = kind.text
    else:
        lines = content.splitlines(keepends=True)
        head = next(csv.reader([lines[0]]))
        if kind.edit == "head":
            lines[0] = line_of(rename(head, kind))
        elif kind.edit == "without":
            at = head.index(kind.column)
            kept = [n for n in lines[1:] if not (n.startswith(kind.place) and next(csv.reader([n]))[at] == kind.text)]
            assert len(kept) < len(lines) - 1, kind.name
            lines = [lines[0], *kept]
        elif kind.edit == "reorder":
            rows = [list(reversed(fields)) for fields in csv.reader(lines)]
            lines = [line_of(fields) for fields in rows]
        elif kind.edit == "add":
            lines.append(kind.text + "\n")
            row = len(lines)
        else:
            found = [n for n, line in enumerate(lines) if line.startswith(kind.place)]
            assert len(found) == 1, f"{kind.name}: {len(found)} rows begin with {kind.place}"
            row = found[0] + 1
            if kind.edit == "drop":
                del lines[found[0]]
            elif kind.edit == "twice":
                lines.append(lines[found[0]])
                row = len(lines)
            else:
                fields = next(csv.reader([lines[found[0]]]))
                text = "x" * int(kind.text) if kind.edit == "fill" else kind.text
                fields[head.index(kind.column)] = text
                lines[found[0]] = line_of(fields)
        content = "".join(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="")
    return [line.replace("{row}", str(row)) for line in kind.told.splitlines()]


def untold(told: Iterable[str], found: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the lines that were not told, and what was told besides."""
    missing, besides = [], list(found)
    for line in told:
        pattern = re.escape(line)
        for mark, what in OPEN.items():
            pattern = pattern.replace(re.escape(mark), what)
        said = next((other for other in besides if re.fullmatch(pattern, other)), None)
        if said is None:
            missing.append(line)
        else:
            besides.remove(said)
    return missing, besides
