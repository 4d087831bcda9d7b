"""Every constant of the search for trees decides something: half or twice of it changes an answer.

The tables are those of the shipped documents, and copies of them with a slip each.
"""

import json
import random
from collections.abc import Iterator
from types import MappingProxyType

import pytest
from association import ROOT
from finsam_audit.measure.tree_samples import shipped, tree_words
from finsam_audit.measure.tree_slips import SLIPS
from finsam_audit.trees import constants, infer_table

pytestmark = pytest.mark.slow

LIMITS = {"BUDGET", "HOPELESS"}
"""How far the search goes: they turn no answer, only where it stops."""
NUMBERS = MappingProxyType(
    {name: value for name, value in vars(constants).items() if name.isupper() and name not in LIMITS}
)


# tables that no shipped one is like: labels with prints, headings with measure and year
BY_HAND: list[tuple[list[tuple[str, list[int]]], list[list[str]]]] = [
    (
        [("Lotsen", [61, 43, 104, 59]), ("Broar", [38, 41, 79, 48]), ("Kompassen", [27, 36, 63, 90]),
         ("Samtliga", [126, 120, 246, 51])],
        [["Kvinnor", "count", "2025"], ["Män", "count", "2025"], ["Totalt", "count", "2025"],
         ["Andel kvinnor", "share", "2025"]],
    ),
    # one total of a row is wrong, two rows bear it out
    (
        [("Fyren", [22, 9, 14, 20, 65]), ("Lotsen", [31, 18, 16, 11, 74]), ("Broar", [6, 8, 9, 7, 30]),
         ("Summa", [59, 35, 39, 38, 171])],
        [["Arbete", "count", "2025"], ["Studier", "count", "2025"], ["Sökande", "count", "2025"],
         ["Annat", "count", "2025"], ["Totalt", "count", "2025"]],
    ),
    (
        [("Fyren", [31, 44, 39, 36]), ("Lotsen", [24, 37, 33, 26]), ("Arbetsstegen", [18, 22, 25, 15]),
         ("Totalt", [73, 103, 97, 79])],
        [["Vid årets början", "count", "2025"], ["Nya", "count", "2025"], ["Avslutade", "count", "2025"],
         ["Vid årets slut", "count", "2025"]],
    ),
    (
        [("Kontoret", [31, 44, 39, 7, 5, 34]), ("Lotsen", [24, 37, 33, 6, 2, 24]), ("Bron", [18, 22, 25, 9, 4, 10])],
        [["Ingående", "count", "2025"], ["Nya", "count", "2025"], ["Avslutade", "count", "2025"],
         ["Avbrott", "count", "2025"], ["Vilande", "count", "2025"], ["Utgående", "count", "2025"]],
    ),
    (
        [("Vägen vidare", [33, 22, 55, 34]), ("Ungdomsspåret", [30, 32, 71, 31]), ("Språkstegen", [50, 47, 97, 52]),
         ("Summa", [113, 101, 214, 117])],
        [["Kvinnor", "count", "2025"], ["Män", "count", "2025"], ["Totalt", "count", "2025"],
         ["Varav unga", "count", "2025"]],
    ),
    (
        [("Bidrag", [96, 90, 6]), ("Stöd", [51, 54, -3]), ("Insatser", [383, 361, -22]), ("Kansli", [182, 189, 7]),
         ("Ränta", [4, 3, 1])],
        [["Utfall", "actual", "2025"], ["Budget", "budget", "2025"], ["Avvikelse", "deviation", "2025"]],
    ),
    (
        [("Årets resultat", [-20_830, 41_907]), ("Avgår: vinster", [1_204, 3_377]), ("Resultat", [-22_034, 38_530])],
        [["2025", "actual", "2025"], ["2024", "actual", "2024"]],
    ),
    # contributions by population: in proportion, so that their sum says little; their shares come to a hundred
    (
        [("Staten", [5_740_000, 50, 5_600_000]), ("Region Skager", [2_870_000, 25, 2_800_000]),
         ("Tallviks kommun", [1_722_000, 15, 1_680_000]), ("Bergåsa kommun", [1_148_000, 10, 1_120_000]),
         ("Medlemsbidrag", [11_480_000, 100, 11_200_000]), ("Länsstyrelsen", [150_000, 1, 120_000]),
         ("Summa", [11_630_000, 101, 11_320_000])],
        [["2025", "actual", "2025"], ["Andel", "share", "2025"], ["2024", "actual", "2024"]],
    ),
    (
        [("Ett", [111, 4, 115, 30]), ("Två", [107, 0, 107, 31]), ("Tre", [131, 0, 131, 32])],
        [["a", "count", "2025"], ["b", "count", "2025"], ["c", "count", "2025"], ["d", "count", "2025"]],
    ),
    (
        [("A", [96, 90, 6]), ("B", [51, 54, 3]), ("C", [38, 61, -23]), ("D", [18, 19, 1]), ("E", [44, 32, 12]),
         ("F", [71, 90, 19]), ("G", [82, 60, 22])],
        [["Utfall", "actual", "2025"], ["Budget", "budget", "2025"], ["Avvikelse", "deviation", "2025"]],
    ),
    (
        [("Bidrag", [2_880_000, 2_940_000, 2_996_000]), ("Totalt in", [2_889_515, 2_956_866, 3_019_571]),
         ("Totalt ut", [2_747_456, 2_922_801, 2_900_723]), ("Avskrivningar", [12_000, 12_000, 12_000]),
         ("Poster", [14_535, 31_566, 12_617]), ("Resultat", [144_594, 53_631, 119_465])],
        [["2020", "actual", "2020"], ["2021", "actual", "2021"], ["2022", "actual", "2022"]],
    ),
    (
        [("Arbete", [61, 22, 45]), ("Studier", [88, 14, 31]), ("Sjukskrivning", [95, 20, 12]),
         ("Totalt", [244, 97, 151])],
        [["Lotsen", "count", "2025"], ["Bron", "count", "2025"], ["Fyren", "count", "2025"]],
    ),
    (
        [("Arbete", [9]), ("Studier", [11]), ("Sjukskrivning", [10]), ("Totalt", [100])],
        [["2025", "count", "2025"]],
    ),
    (
        # a result that may leave something out by design
        [("Bidrag", [456_467, 393_293]), ("Stöd", [669_353, 879_101]), ("Årets resultat", [1_159_594, 1_272_394])],
        [["2025", "actual", "2025"], ["2024", "actual", "2024"]],
    ),
    (
        [("Kansli", [-410, -395]), ("Styrelse", [-96, -99]), ("Ränta", [12, 15]), ("Summa", [-694, -879])],
        [["Utfall", "actual", "2025"], ["Budget", "budget", "2025"]],
    ),
]  # fmt: skip


def by_hand(words: list[list[str]]) -> Iterator[str]:
    """Yield the tables drafted by hand in the wire format."""
    for rows, columns in BY_HAND:
        cells = [
            [line, column, 1, *columns[column - 1][1:], "number", "tkr", printed * 1000, 1000]
            for line, (_, prints) in enumerate(rows, 1)
            for column, printed in enumerate(prints, 1)
        ]
        table = {"rows": [[n, label] for n, (label, _) in enumerate(rows, 1)], "cells": cells, "words": words}
        yield json.dumps(table | {"columns": [[n, *column] for n, column in enumerate(columns, 1)]})


def texts() -> Iterator[str]:
    """Yield tables drafted by hand, tables with slips, then tables as they are."""
    words, chooser = tree_words(ROOT), random.Random(7)
    samples = [sample for sample in shipped(ROOT) if sample.sums]
    small = [sample for sample in samples if len(sample.cells) < 60]
    yield from by_hand(words)
    for pool, many in ((small, 90), (samples, 150)):
        for number in range(many):
            slip = list(SLIPS.values())[number % len(SLIPS)](chooser.choice(pool), chooser)
            if slip is not None:
                yield slip.sample.text(words, False)
    for sample in samples:
        yield sample.text(words, True)


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    return {text: infer_table(text) for text in dict.fromkeys(texts())}


def variants(value: float | dict[str, float]) -> list[float | dict[str, float]]:
    """Return half and twice a constant; of one with a value per kind of row, each by itself."""
    if isinstance(value, dict):
        return [{**value, kind: one * factor} for kind, one in value.items() for factor in (0.5, 1 / (one + 0.5))]
    if isinstance(value, int):
        return [max(1, value // 2), value * 2]
    return [value / 2, value * 2 if not 0.5 <= value < 1 else (1 + value) / 2, value - 1]


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_half_or_twice_a_constant_changes_an_answer(
    name: str, answers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variant in variants(NUMBERS[name]):
        monkeypatch.setattr(constants, name, variant)
        if any(infer_table(text) != answer for text, answer in answers.items()):
            return
    pytest.fail(f"neither half nor twice of {name} changes an answer")
