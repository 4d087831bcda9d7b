"""Reports in many layouts, printed by a browser and read back."""

from pathlib import Path

import pytest
from measure_pdf_grids import score
from measure_pdf_layouts import printed
from pdf_layouts import Layout, chosen

SEED = 1


@pytest.mark.slow
@pytest.mark.parametrize("layout", chosen(apart=False), ids=lambda layout: layout.name)
def test_every_cell_is_read(layout: Layout, tmp_path: Path) -> None:
    path, key = printed(layout, SEED, tmp_path)
    found = score(path, key)
    assert found.wrong == []
    assert found.cells > 100


@pytest.mark.slow
def test_layouts_kept_apart_are_read(tmp_path: Path) -> None:
    scores = [score(*printed(layout, SEED, tmp_path)) for layout in chosen(apart=True)]
    # what falls short stands in docs/intake.md
    assert sum(one.right for one in scores) >= 0.98 * sum(one.cells for one in scores)
    assert sum(one.face_right for one in scores) >= 0.985 * sum(one.face for one in scores)
