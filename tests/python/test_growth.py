"""The time to read a file grows with its length, not with its square, whatever it is full of."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from finsam_audit.intake.read import read_report

TABLE = "Provet 2024\n\n\t2024\nIn\t1 000\n"
PIPES = "# Provet 2024\n\n|a|2024|\n|-|-|\n|b|1|\n"
# four times as much takes four times as long, and a square sixteen; between them is room for a busy machine's moods
GROWTH = 8.0


def rows(count: int) -> str:
    return "".join(f"Post{n}x\t{n} 000\n" for n in range(1000, 1000 + count))


# what a file is full of, by the part that was once slow with it
FULL: dict[str, tuple[int, str, Callable[[int], str]]] = {
    "rows whose numbers can be read in two ways": (700, "a.txt", lambda n: TABLE + rows(n)),
    "amounts in prose beside a long table": (
        500, "a.txt", lambda n: TABLE + rows(n // 2) + "\n\n" + "Intakter var 100 000 kronor.\n\n" * n * 2
    ),
    "tables under headings": (400, "a.md", lambda n: PIPES + "## Rubrik\n\n|a|b|\n|-|-|\n|c|d|\n\n" * n),
    "tables that never end": (3000, "a.md", lambda n: "<table><tr><td>\n" * n + PIPES),
    "spaces before a bar": (500, "a.md", lambda n: (" " * n * 10 + "|\n") * 100 + PIPES),
    "comments that never end": (300, "a.md", lambda n: ("<!--" * 16 + "\n") * n * 10 + PIPES),
    "bold that never ends": (2000, "a.md", lambda n: PIPES + "**a " * n),
    "italic that never ends": (2000, "a.md", lambda n: PIPES + "_a " * n),
    "links that never end": (1200, "a.md", lambda n: PIPES + "[a](" * n),
    "tags that never end": (1200, "a.md", lambda n: PIPES + "<s <a " * n),
    "empty columns": (50, "a.md", lambda n: PIPES + ("|a|" * 50 + "\n") * n),
}  # fmt: skip


def seconds(path: Path, content: str) -> float:
    """Return the processor time of reading a file, the best of three tries."""
    path.write_text(content, encoding="utf-8")
    tries = []
    for _ in range(3):
        start = time.process_time()
        read_report(path)
        tries.append(time.process_time() - start)
    return min(tries)


@pytest.mark.parametrize("name", FULL)
def test_four_times_as_much_takes_no_sixteen_times_as_long(name: str, tmp_path: Path) -> None:
    count, file, content = FULL[name]
    # patterns are compiled by then
    seconds(tmp_path / file, content(10))
    short, long = (seconds(tmp_path / file, content(n)) for n in (count // 2, 2 * count))
    assert long < GROWTH * short, (short, long)
