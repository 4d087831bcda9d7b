"""Measures the reading of files: `python tests/python/measure_intake.py [--all] [NAME ...]`.

The shared reports are held against their keys; the sources, as text files, against the seeds that a person typed from
them. A cell is right where its label, its number and its place in the row are; of those, period, measure by role, unit
and code are counted too.
"""

import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from association import ROOT
from bare_reports import Key, documents, folder, key_rows, names, reference, seed_rows
from finsam_audit.intake.command import rows_of
from finsam_audit.intake.read import Reading, read_report
from finsam_audit.mapping.prints import plain
from finsam_audit.project.csv_files import Row
from measure_mapping import SAME_CODE, role

KINDS = (".docx", ".xlsx", ".pdf")
# of 0 to 1: below it two labels name two rows
LIKE = 0.7


@dataclass(frozen=True)
class Answer:
    """A number as it should be read, at its place: table, row, label, order in the row."""

    row: tuple[str, str, str]
    order: int
    printed: str
    key: Key


def sources() -> Path:
    """Return the folder of the sources (FINSAM_SOURCES, else ../shared/sources)."""
    return Path(os.environ.get("FINSAM_SOURCES", ROOT.parent / "shared" / "sources"))


def files() -> Iterator[tuple[str, Path, bool]]:
    """Yield the name of each report with a key, its file, and whether its key is a seed."""
    for name in names():
        yield name, next(folder() / f"{name}{kind}" for kind in KINDS if (folder() / f"{name}{kind}").exists()), False
    for row in documents():
        path = sources() / row["source_file"].rpartition("/")[2]
        if path.exists():
            yield row["document_id"], path, True


def answers(name: str, is_seed: bool) -> list[Answer]:
    """Return what a report's tables hold: by its key, or by the seed in the tables that have columns."""
    found = []
    if is_seed:
        columns = {(row["table_no"], row["column_no"]) for row in reference("table_columns", name)}
        for (line, column, number), row in seed_rows(name):
            if (row["table_no"], row["column_no"]) in columns:
                found.append(Answer((row["table_no"], line, row["label"]), column * 10 + number, row["printed"], row))
    else:
        for (_, column, number), row in key_rows(name):
            place = (row["table"], row["row"], row["label"])
            found.append(Answer(place, column * 10 + number, row["printed"], row))
    return [answer for answer in found if answer.key["measure"] not in ("note_number", "date", "verdict")]


def is_counted(answer: Answer) -> bool:
    """Tell whether a number is counted: dashes and blanks keep their place in the row and are not."""
    return bool(re.search(r"\d", answer.printed))


def number(printed: str) -> str:
    """Return the digits of a print with its sign."""
    text = plain(printed)
    is_negative = bool(re.match(r"^-|^\(.*\)$", text)) or (text.endswith("-") and not text.endswith((":-", ",-")))
    found = re.search(r"\d[\d .']*(?:,\d+)?", text)
    return ("-" if is_negative else "") + re.sub("[ .']", "", found.group()) if found else ""


def like(a: str, b: str) -> bool:
    """Tell whether two labels name one row."""
    return SequenceMatcher(None, a.lower()[:40], b.lower()[:40]).ratio() >= LIKE


def compare(name: str, reading: Reading, is_seed: bool) -> tuple[Counter[str], list[str]]:
    """Return how many cells are right, and a line for each that is not."""
    counts: Counter[str] = Counter()
    told: list[str] = []
    rows = rows_of(reading, [])
    flagged = {one.address for one in reading.numbers if one.is_flagged}
    got: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows["line_items"]:
        if row["measure"] not in ("note_number", "date", "verdict") and row["statement"] not in ("narrative", "cover"):
            got[row["source_line"], row["label"]].append(row)
    lines = [
        (label, sorted(cells, key=lambda row: (int(row["column_no"]), int(row["number_no"]))))
        for (_, label), cells in got.items()
    ]
    free = set(range(len(lines)))
    wanted: dict[tuple[str, str, str], list[Answer]] = defaultdict(list)
    for answer in answers(name, is_seed):
        wanted[answer.row].append(answer)
    for (_, _, label), own in wanted.items():
        own.sort(key=lambda answer: answer.order)
        best = max(
            (n for n in sorted(free) if like(lines[n][0], label)),
            key=lambda n: sum(
                number(a.printed) == number(b["printed"]) for a, b in zip(own, lines[n][1], strict=False)
            ),
            default=None,
        )
        cells = lines[best][1] if best is not None else []
        free.discard(best if best is not None else -1)
        for n, answer in enumerate(own):
            if not is_counted(answer):
                continue
            counts["cells"] += 1
            ours = cells[n] if n < len(cells) else None
            if ours is None or number(ours["printed"]) != number(answer.printed):
                shown = ours["printed"] if ours else "nothing"
                told.append(f"{name}: {label} / {answer.printed}: {shown}")
                if ours is not None:
                    address = (ours["source_line"], int(ours["column_no"]), int(ours["number_no"]))
                    counts["wrong and not flagged"] += address not in flagged
                continue
            counts["right"] += 1
            for what, is_right in _meaning(ours, answer.key):
                counts[what] += is_right
                if not is_right:
                    told.append(f"{name}: {label} / {answer.printed}: {what} {ours.get(what, '')}")
    counts["others read"] += sum(bool(number(row["printed"])) for n in free for row in lines[n][1])
    told += [f"{name}: read too: {lines[n][0]}: {lines[n][1][0]['printed']}" for n in sorted(free)]
    counts["flagged"] += len(flagged)
    return counts, told


def _meaning(ours: Row, key: Key) -> Iterator[tuple[str, bool]]:
    """Yield whether period, measure, printed unit and code are those of the key."""
    yield "period", ours["period"][:4] == key["period"][:4]
    yield "measure", role(ours["measure"]) == role(key["measure"])
    percent = (ours["unit"] == "percent") == (key["unit"] == "percent")
    yield "unit", percent and (ours["unit"] in ("", key["unit"]) or not key["unit"])
    code = key["line_item"]
    yield "code", ours["line_item"] in (code, SAME_CODE.get(code, code))


WHAT = ("right", "period", "measure", "unit", "code")


def main(arguments: list[str]) -> None:
    """Print a line for each report, and with --all what is not right."""
    only = [argument for argument in arguments if not argument.startswith("--")]
    totals: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for name, path, is_seed in files():
        if (only and not any(name.startswith(word) for word in only)) or path.suffix == ".pdf":
            continue
        counts, told = compare(name, read_report(path), is_seed)
        totals[is_seed].update(counts)
        print(f"{name}: " + _line(counts))
        if "--all" in arguments:
            print("\n".join(f"  {line}" for line in told))
    for is_seed, counts in totals.items():
        if counts["cells"]:
            print(("sources against seeds: " if is_seed else "reports against keys: ") + _line(counts))


def _line(counts: Counter[str]) -> str:
    shares = ", ".join(f"{what} {counts[what]}" for what in WHAT)
    more = ", ".join(f"{counts[what]} {what}" for what in ("wrong and not flagged", "others read", "flagged"))
    return f"of {counts['cells']} cells {shares}; {more}"


if __name__ == "__main__":
    main(sys.argv[1:])
