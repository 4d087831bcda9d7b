"""What happened to several figures is told as that: none of them is said to be printed, each what it becomes."""

from collections.abc import Callable
from typing import Any

import pytest

FindingsOf = Callable[[str], list[dict[str, Any]]]
NOTE = """# Samordningsförbundet Provet, årsredovisning 2024

## Not 4 Fordringar (kr)

| | 2024 | 2023 | 2022 |
|---|---|---|---|
| Momsfordran | 301 714 | 298 411 | 290 306 |
| Skattekonto | 48 265 | 51 902 | 47 118 |
{more}| Kundfordringar | {education} | 190 442 |
| Förutbetalda kostnader | 59 216 | 60 689 | 57 903 |
| Summa | 627 195 | 607 302 | 585 769 |
"""
TWICE = "| Skattekonto | 48 265 | 51 902 | 47 118 |\n"
TOLD_TWICE = (
    'raden är tryckt två gånger: 48 265 kr ("Skattekonto" 2024, rad 3 uppifrån) och 48 265 kr '
    '("Skattekonto" 2024, rad 4 uppifrån). '
)
CHANGED = 'två tal har bytt plats: 196 300 kr ("Kundfordringar" 2024) och 218 000 kr ("Kundfordringar" 2023). '


@pytest.mark.parametrize(
    ("more", "education", "told"),
    [
        (TWICE, "218 000 | 196 300", [TOLD_TWICE, "Stryk den ena av raderna."]),
        (
            "",
            "196 300 | 218 000",
            [CHANGED, "Byt plats på dem om underlaget bekräftar det."],
        ),
    ],
)
def test_an_event_is_told_by_what_happened(more: str, education: str, told: list[str], findings_of: FindingsOf) -> None:
    messages = [found["message_sv"] for found in findings_of(NOTE.format(more=more, education=education))]
    found = [message.replace("\u00a0", " ") for message in messages if "Not 4" in message]
    assert len(found) == 1 and "anger –" not in found[0] and "se den avvikelsen" not in found[0]
    assert [words for words in told if words not in found[0]] == []
