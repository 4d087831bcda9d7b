"""An opening equity that the report declares to have corrected is no error, nor is what follows from it."""

from collections.abc import Callable
from typing import Any

import pytest

FindingsOf = Callable[[str], list[dict[str, Any]]]
REPORT = """# Samordningsförbundet Provet, årsredovisning 2024

{sentence}

## Flerårsöversikt

| | 2024 | 2023 |
|---|---|---|
| Soliditet, % | 61 | 61 |

## Balansräkning (kr)

| | 2024-12-31 | 2023-12-31 |
|---|---|---|
| Kortfristiga fordringar | 326 325 | 315 125 |
| Kassa och bank | 4 111 150 | 3 709 875 |
| Summa tillgångar | 4 437 475 | 4 025 000 |
| Ingående eget kapital | 2 479 670 | 2 300 000 |
| Årets resultat | 239 740 | 143 270 |
| Summa eget kapital | 2 719 410 | 2 443 270 |
| Kortfristiga skulder | 1 718 065 | 1 581 730 |
| Summa eget kapital och skulder | 4 437 475 | 4 025 000 |

## Kassaflödesanalys (kr)

| | 2024 |
|---|---|
| Årets resultat | 239 740 |
| Förändring av kortfristiga fordringar | −11 200 |
| Förändring av kortfristiga skulder | 172 735 |
| Årets kassaflöde | 401 275 |
| Likvida medel vid årets ingång | 3 709 875 |
| Likvida medel vid årets utgång | 4 111 150 |
"""


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("Ingående eget kapital 2024 har justerats med 36 400 kronor genom rättelse av ett fel.", set()),
        # another amount is wrong itself
        ("Ingående eget kapital 2024 har justerats med 34 600 kronor genom rättelse av ett fel.", {"narrative"}),
        ("Året har varit gott.", {"balance", "cash"}),
    ],
)
def test_a_declared_correction_is_counted(sentence: str, keys: set[str], findings_of: FindingsOf) -> None:
    found = [one["finding_key"] for one in findings_of(REPORT.format(sentence=sentence)) if one["class"] == "error"]
    assert {key.split("/")[1].split("_")[0] for key in found} >= keys
    assert keys or found == []
