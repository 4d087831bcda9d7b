"""The five documents as files: what `finsam check` finds in their texts, beside what a person found in their seeds.

    FINSAM_SOURCES=FOLDER python tests/python/measure_sources.py

The files are checked by themselves: nothing is known of their associations or acknowledged. Findings are one where
their keys are, but for the numbers of tables. Those of the seeds that a file does not give, and those that it gives
beside them, are listed.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = Path(os.environ.get("FINSAM_SOURCES", ROOT.parent / "shared" / "sources"))
# tables have other numbers in a file than in the seeds
TABLE = re.compile(r"/t\d+(?=r?\d*/)")


def keys_of(found: list[dict[str, str]], document: str | None = None) -> set[str]:
    """Return the keys of findings without the numbers of their tables, those of a file under its document."""
    keys = (row["finding_key"].split("/", 1) for row in found)
    return {f"{document or own}/{TABLE.sub('/t', '/' + rest)[1:]}" for own, rest in keys}


def checked(path: Path, document: str) -> set[str]:
    """Return the keys of what a check of one file finds."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["finsam", "check", str(path), "--alone", "--json", "--out", f"{folder}/out"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return keys_of(json.loads(done.stdout)["findings"], document)


def main() -> int:
    """Compare and print; 1 where there are no files."""
    files = sorted(SOURCES.glob("*.txt"))
    if not files:
        print(f"no files in {SOURCES}", file=sys.stderr)
        return 1
    with (ROOT / "seeds/reference/acknowledged_findings.csv").open(encoding="utf-8") as stream:
        known = keys_of(list(csv.DictReader(stream)))
    with (ROOT / "seeds/reference/documents.csv").open(encoding="utf-8") as stream:
        documents = {row["source_file"]: row["document_id"] for row in csv.DictReader(stream)}
    told = {key for path in files for key in checked(path, documents[path.name])}
    print(f"{len(known & told)} of {len(known)} known findings, {len(told - known)} beside them")
    for title, keys in (("not told", known - told), ("told beside them", told - known)):
        print(f"\n{title}:", *sorted(keys), sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
