"""What the repository holds of an association: the rows of its seeds, and what is known of its findings."""

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from finsam_audit.inputs.project import named_seeds
from finsam_audit.mapping.database import ACKNOWLEDGED, INPUTS
from finsam_audit.project.csv_files import Row, read_rows

REFERENCE = Path("seeds") / "reference"
LINE_ITEMS = Path("seeds") / "line_items"


class Repository:
    """The seeds of a project, read when they are asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def reference(self, name: str) -> list[Row]:
        """Return the rows of a reference seed."""
        return read_rows(self.root / REFERENCE / f"{name}.csv")

    def known(self) -> dict[str, list[Row]]:
        """Return the associations and the members of all."""
        return {name: self.reference(name) for name in ("associations", "members")}

    def documents(self, associations: Collection[str]) -> list[Row]:
        """Return the documents of some associations whose numbers are there."""
        named = set(named_seeds(self.root))
        return [
            row
            for row in self.reference("documents")
            if row["association_id"] in associations and row["document_id"] in named
        ]

    def rows(self, documents: Collection[str], associations: Collection[str]) -> dict[str, list[Row]]:
        """Return the rows of every seed that belong to some documents and to their associations."""
        found: dict[str, list[Row]] = defaultdict(list)
        for name in INPUTS:
            if name == "line_items":
                for document in sorted(documents):
                    found[name] += read_rows(self.root / LINE_ITEMS / f"{document}.csv")
                continue
            for row in self.reference(name):
                key = row["document_id"] in documents if "document_id" in row else row["association_id"] in associations
                if key:
                    found[name].append(row)
        return dict(found)

    def acknowledged(self, documents: Collection[str]) -> list[Row]:
        """Return what is known of the findings of some documents."""
        return of_documents(read_rows(self.root / REFERENCE / "acknowledged_findings.csv", ACKNOWLEDGED), documents)


def of_documents(acknowledged: list[Row], documents: Collection[str]) -> list[Row]:
    """Return the acknowledgements of findings in some documents."""
    return [row for row in acknowledged if row["finding_key"].split("/")[0] in documents]
