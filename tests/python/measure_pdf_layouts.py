"""The PDF reader on invented reports in many layouts: measure_pdf_layouts.py {near,apart} [NAME ...] [--keep FOLDER]."""

import subprocess
import sys
import tempfile
from pathlib import Path

from measure_pdf_grids import Score, score
from pdf_layouts import Layout, chosen, report

SEEDS = (1, 2)


def printed(layout: Layout, seed: int, folder: Path) -> tuple[Path, list[dict[str, str]]]:
    """Print a report to a file; return it with its key."""
    page, key = report(layout, seed)
    source = folder / f"{layout.name}_{seed}.html"
    source.write_text(page, encoding="utf-8")
    target = source.with_suffix(".pdf")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = ["chromium", *flags, f"--user-data-dir={folder}/chromium", f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target, key


def main() -> None:
    """Print the score of each layout and of all."""
    names = [name for name in sys.argv[2:] if name != "--keep"]
    total = Score()
    folder = Path(tempfile.mkdtemp(prefix="pdf_layouts_"))
    for layout in chosen(sys.argv[1] == "apart"):
        if names and layout.name not in names:
            continue
        for seed in SEEDS:
            path, key = printed(layout, seed, folder)
            one = score(path, key)
            print(
                f"{layout.name} {seed}: {one.right} of {one.cells} cells, {one.face_right} of {one.face} in the statements"
            )
            for text in one.wrong + [f"other {text}" for text in one.others]:
                print(f"  {text}")
            total.cells, total.right = total.cells + one.cells, total.right + one.right
            total.face, total.face_right = total.face + one.face, total.face_right + one.face_right
    print(
        f"{total.right} of {total.cells} cells, {total.face_right} of {total.face} in the statements; files in {folder}"
    )


if __name__ == "__main__":
    main()
