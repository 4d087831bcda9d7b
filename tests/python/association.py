"""The synthetic association built once: as it is, a copy per rule that deviates in it, a copy per state."""

from pathlib import Path

from finsam_audit.project.csv_files import read_rows
from finsam_audit.rules.fixture import DEVIATIONS, Change, Copy, association_rows, build, deviating

ROOT = Path(__file__).resolve().parents[2]
LATEST = "provstad_ar_2023"
PLANTED = read_rows(ROOT / DEVIATIONS)


def printed(document_id: str, key: str, value: str) -> Change:
    """Return the change of what is printed at an address: line/column/number."""
    return Change("line_items", document_id, key, "printed", value)


# copies for the states that no deviation shows: suffix, changes
STATES = {
    "rounding_tie": (printed("provstad_ar_2022", "84/2/1", "-119 999"),),
    "undecided": (printed("provstad_ar_2021", "80/2/1", "1 043"),),
    "missing_total": (printed(LATEST, "127/2/1", ""),),
    "missing_number": (printed(LATEST, "107/2/1", ""),),
    # rows of empty cells alone are meant to be empty; beside a number a cell is a gap
    "absent_term": tuple(printed(LATEST, f"105/{column}/1", "") for column in (2, 3)),
    "missing_items": tuple(printed(LATEST, f"{line}/{column}/1", "") for line in (104, 105, 106) for column in (2, 3)),
    "gap": (printed(LATEST, "105/2/1", ""),),
    # one empty share between two that are printed; in the other year all but one are empty, and none is asked for
    "share_gap": (printed(LATEST, "42/2/1", ""), printed(LATEST, "42/4/1", ""), printed(LATEST, "44/4/1", "")),
    "date_missing": (printed(LATEST, "14/0/1", ""),),
    "partly": (printed(LATEST, "59/0/3", "delvis uppfyllt"),),
    "approximate": (printed(LATEST, "100/0/1", "ca 1 200 000 kr"),),
    "unit_unknown": tuple(
        Change("line_items", row["document_id"], f"{row['source_line']}/{row['column_no']}/1", "unit", "")
        for row in association_rows(ROOT)["line_items"]
        if row["document_id"] == "provstad_vp_2023" and row["statement"] == "budget_plan"
    ),
    # 28 of 24 answered yes, and -4 no: it adds up, and cannot be
    "impossible": (
        printed(LATEST, "85/1/1", "28"),
        printed(LATEST, "85/2/1", "117 %"),
        printed(LATEST, "86/1/1", "-4"),
        printed(LATEST, "86/2/1", "-17 %"),
    ),
    # an old year of an overview, half a thousandth off
    "old_year": (printed(LATEST, "24/3/1", "71 600"),),
    "restated": (printed(LATEST, "181/2/1", "45 000"), printed(LATEST, "182/2/1", "45 000")),
}


def build_copies(folder: Path) -> Path:
    """Build the association, every copy of a rule and every copy of a state in one run.

    Returns:
        The database.

    """
    states = [Copy(f"__{name}", changes) for name, changes in STATES.items()]
    return build(ROOT, folder, [Copy(""), *map(deviating, PLANTED), *states])
