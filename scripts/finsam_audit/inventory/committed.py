"""The committed inventory: read, written as text, and what is wrong in its file."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from finsam_audit.inventory.counts import Held, Inventory
from finsam_audit.project.csv_files import read_csv
from finsam_audit.project.errors import UserError

FILE = "seeds/inventory.csv"
COLUMNS = ("scope", "owner", "name", "counted", "fingerprint")


def read_inventory(root: Path) -> Inventory:
    """Return the committed inventory.

    Raises:
        UserError: it is not there, or is no inventory; the message names file, row and column.

    """
    file = read_csv(root / FILE, FILE)
    found: Inventory = {}
    for wrong in file.head_errors(COLUMNS, ()):
        raise UserError(wrong)
    for number, row in file.records(COLUMNS):
        if not row["counted"].isdecimal():
            raise UserError(f"{FILE}:{number}: column counted: {row['counted']!r} is no count; run `finsam inventory`")
        place = (row["scope"], row["owner"], row["name"])
        if place in found:
            raise UserError(f"{FILE}:{number}: {' '.join(place)} stands twice; run `finsam inventory`")
        found[place] = Held(int(row["counted"]), row["fingerprint"])
    return found


def inventory_text(inventory: Inventory) -> str:
    """Return an inventory as its file holds it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((*place, held.counted, held.fingerprint) for place, held in sorted(inventory.items()))
    return text.getvalue()


def inventory_errors(root: Path) -> Iterator[str]:
    """Yield why the committed inventory cannot be read."""
    try:
        read_inventory(root)
    except UserError as error:
        yield str(error) if str(error).endswith("`finsam inventory`") else f"{error}; run `finsam inventory`"
