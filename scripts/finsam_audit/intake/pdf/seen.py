"""Which glyphs a person sees: not what is painted over or in the colour of its ground, and nothing twice."""

import re
from collections import defaultdict
from dataclasses import replace

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Area, Colour, Glyph, Page

# glyphs of one strip of the page meet the same areas: its height in points
BAND = 20.0
PAPER = (1.0, 1.0, 1.0)
# dots or strokes that lead the eye from a label to its number
LEADER = re.compile(r"[.\u2026\u00b7_\u2024\u22c5]")


def seen(page: Page) -> list[Glyph]:
    """Return the glyphs of a page that are seen, each once, leaders left out."""
    near: dict[int, list[Area]] = {}
    glyphs = []
    for glyph in page.glyphs:
        height = int(glyph.y // BAND)
        if height not in near:
            near[height] = [
                area
                for area in page.areas
                if area.box.top <= (height + 1) * BAND and area.box.bottom >= (height - 1) * BAND
            ]
        if is_seen(glyph, near[height]):
            glyphs.append(glyph)
    return without_leaders(once(glyphs))


def is_seen(glyph: Glyph, areas: list[Area]) -> bool:
    """Return whether a glyph stands out from what was painted before it and is not covered by what came after."""
    if not glyph.text.strip():
        return True
    x, y = glyph.box.middle, glyph.y - glyph.size / 4
    ground: Colour | None = PAPER
    for area in areas:
        if not area.box.holds(x, y):
            continue
        if area.place > glyph.place:
            if area.is_opaque and covers(area, glyph):
                return False
        elif area.is_opaque:
            ground = area.colour
        else:
            # what shines through is neither colour
            ground = None
    if ground is None or glyph.colour is None:
        return True
    return max(abs(a - b) for a, b in zip(ground, glyph.colour, strict=True)) > constant("least_contrast")


def covers(area: Area, glyph: Glyph) -> bool:
    """Return whether an area covers a glyph, not only its edge."""
    return area.box.x0 <= glyph.box.x0 + 1 and area.box.x1 >= glyph.box.x1 - 1 and area.box.height > glyph.size / 2


def once(glyphs: list[Glyph]) -> list[Glyph]:
    """Return the glyphs with those left out that repeat one at the same place: that is how bold is faked."""
    near: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = max(constant("double_reach") * glyph.size, 0.05)
        column, row = int(glyph.box.x0 // 3), int(glyph.y // 3)
        twin = next(
            (
                at
                for dx in (-1, 0, 1)
                for dy in (-1, 0, 1)
                for at in near[glyph.text, column + dx, row + dy]
                if abs(kept[at].box.x0 - glyph.box.x0) <= reach
                and abs(kept[at].y - glyph.y) <= reach
                and abs(kept[at].size - glyph.size) <= reach
            ),
            None,
        )
        if twin is None:
            near[glyph.text, column, row].append(len(kept))
            kept.append(glyph)
        elif glyph.text.strip():
            kept[twin] = replace(kept[twin], is_bold=True)
    return kept


def without_leaders(glyphs: list[Glyph]) -> list[Glyph]:
    """Return the glyphs without runs of dots that lead to a number or are there to be written on."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if LEADER.fullmatch(glyph.text):
            rows[round(glyph.y)].append(glyph)
    gone: set[int] = set()
    for row in rows.values():
        row.sort(key=lambda glyph: glyph.box.x0)
        run: list[Glyph] = []
        for sign in row:
            if run and sign.box.x0 - run[-1].box.x1 >= constant("leader_gap") * sign.size:
                gone |= leader(run)
                run = []
            run.append(sign)
        gone |= leader(run)
    return [glyph for glyph in glyphs if id(glyph) not in gone]


def leader(run: list[Glyph]) -> set[int]:
    """Return the glyphs of a run of dots by identity where it is a leader."""
    is_leader = len(run) >= constant("leader_signs") or sum(sign.text == "\u2026" for sign in run) >= 2
    return {id(sign) for sign in run} if is_leader else set()
