"""Pages drawn by chance, for the thresholds of the PDF reader: every kind of gap, label, heading, line and shading."""

from collections.abc import Sequence
from random import Random

from pdf_pages import at, ending, width

WORDS = (
    "Bidrag fr\xe5n medlemmarna och andra int\xe4kter som h\xf6r till verksamheten Kostnader f\xf6r insatser "
    "i kommunernas rehabilitering Kansli Styrelse, revision (ESF) Region Vidasj\xf6 k\xf6p av tj\xe4nster: Lokaler "
    "samt hyra ing\xe5r"
).split()


def wrapped(words: Sequence[str], room: float, size: float) -> list[str]:
    """Return words on lines that have room for them."""
    lines = [words[0]]
    for word in words[1:]:
        if width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def number(chance: Random) -> str:
    """Return a number, a dash or a share as they are printed."""
    value = chance.choice((chance.randrange(10, 999), chance.randrange(1000, 99999)))
    text = f"{value:,}".replace(",", " ")
    return chance.choice((text, text, text, f"-{text}", "-", f"{value % 100},{value % 10} %"))


def drawn(seed: int) -> str:
    """Return a page of two or three tables whose places and words are drawn by chance."""
    chance = Random(seed)
    out, y = "", 800.0
    for _ in range(chance.choice((2, 3))):
        left = chance.choice((40.0, 40.0, 310.0))
        part, y_end = table(chance, left, y)
        out += part
        if left == 40.0 and chance.random() < 0.5:
            other, y_other = table(chance, chance.choice((305.0, 312.0, 330.0)), y)
            out, y_end = out + other, min(y_end, y_other)
        y = y_end - chance.uniform(8, 60)
        if y < 200:
            break
    return out


def table(chance: Random, left: float, y: float) -> tuple[str, float]:
    """Return a table from a height on, and where it ends."""
    size = chance.choice((7.0, 8.0, 9.0))
    step, leading = size * chance.uniform(1.1, 2.3), size * chance.uniform(1.0, 1.7)
    room = chance.uniform(60, 110)
    count = chance.choice((1, 2, 3))
    gap = chance.uniform(26, 48)
    rights = [left + room + 6 + gap * n for n in range(1, count + 1)]
    out, top = "", y
    if chance.random() < 0.7:
        out += at(
            left,
            y,
            chance.choice(("Not 3 Skulder", "Driftredovisning", "Balansr\xe4kning")),
            size * chance.uniform(1, 1.7),
        )
        y -= size * chance.uniform(1.2, 4.5)
    if chance.random() < 0.4 and count > 1:
        x = chance.uniform(rights[0] - gap, rights[-1] - 30)
        out += at(x, y, "Budget", size)
        if chance.random() < 0.6:
            cut = chance.uniform(0.4, 1.4)
            low, high = y - chance.uniform(1, size), chance.choice((0.5, 2.0))
            out += f"{rights[0] - gap + 4:.1f} {low:.1f} {gap * cut:.1f} {high} re f "
            second = rights[0] - gap + 4 + gap * cut + chance.choice((0.5, 1.5))
            out += f"{second:.1f} {low:.1f} {gap * 0.5:.1f} {high} re f "
        y -= size * chance.uniform(1.1, 1.8)
    if chance.random() < 0.85:
        shift = chance.choice((0.0, 0.0, -8.0, -20.0, 6.0))
        for n, x in enumerate(rights):
            out += ending(x + shift, y, chance.choice((f"{2024 - n}", "Utfall", "Netto")), size)
        y -= chance.choice((step, step * chance.uniform(1, 3.6)))
    for _ in range(chance.randrange(3, 8)):
        words = chance.sample(WORDS, chance.randrange(1, 9))
        if chance.random() < 0.6:
            words[0] = words[0].capitalize()
        lines = wrapped(words, room, size)
        font = chance.choice(("F1", "F1", "F2"))
        hang, indent = chance.choice((0.0, 0.0, 2.0, 5.0, -3.0)), chance.choice((0.0, 0.0, 0.0, 4.0, 12.0))
        filled = chance.random() < 0.85
        on = chance.choice((0, len(lines) - 1, (len(lines) - 1) / 2))
        for n, line in enumerate(lines):
            style = font if n == 0 or chance.random() < 0.9 else "F3"
            out += at(left + indent + (hang if n else 0), y - n * leading, line, size, style)
        if filled:
            for x in rights:
                if chance.random() < 0.9:
                    out += ending(x, y - on * leading, number(chance), size, font)
        if chance.random() < 0.25:
            out += f"{left:.1f} {y - (len(lines) - 1) * leading - size * 0.4:.1f} {rights[-1] - left:.1f} 0.5 re f "
        y -= (len(lines) - 1) * leading + chance.choice((step, step, step, step * chance.uniform(1, 3)))
    if chance.random() < 0.2:
        out = f"0.9 g {left - 2:.1f} {y:.1f} {rights[0] - left:.1f} {top - y:.1f} re f 0 g " + out
    return out, y
