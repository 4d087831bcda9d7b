"""`finsam inventory`: what the project holds against the committed count, and that count written anew."""

from collections.abc import Callable
from pathlib import Path

from finsam_audit.inventory.committed import FILE, inventory_text, read_inventory
from finsam_audit.inventory.counts import Inventory, Place, taken
from finsam_audit.inventory.differences import differences
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.project.visible import tell

RENEW = (
    "if that is meant, run `finsam inventory` and commit what it writes; `finsam compare --base HEAD` lists each change"
)


def untold(root: Path) -> list[str]:
    """Return what differs between a project and its inventory, a line each, and what to do."""
    lines = differences(read_inventory(root), taken(root))
    return [*(f"{FILE}: {line}" for line in lines), f"{FILE}: {RENEW}"] if lines else []


def renewed(before: Inventory, now: Inventory, is_meant: Callable[[Place], bool]) -> Inventory:
    """Return an inventory in which what was meant to change is as it is now, and all else as it was."""
    kept = {place: held for place, held in before.items() if not is_meant(place)}
    return {**kept, **{place: held for place, held in now.items() if is_meant(place)}}


def renew(root: Path, is_meant: Callable[[Place], bool] | None = None) -> list[str]:
    """Write the inventory anew.

    Args:
        root: the project.
        is_meant: the places that are renewed, all where left out; where others differ they stay as they were, for the
            build to tell.

    Returns:
        What changed, a line each.

    Raises:
        UserError: what is there cannot be counted, or a part of an inventory is renewed that cannot be read.

    """
    now = taken(root)
    try:
        before = read_inventory(root)
    except UserError:
        if is_meant:
            raise
        before = {}
    after = renewed(before, now, is_meant) if is_meant else now
    write_whole(root / FILE, inventory_text(after))
    return differences(before, after)


def inventory(root: Path) -> int:
    """Print what changed since the inventory was taken, and take it anew.

    Returns:
        0.

    """
    tell(*(renew(root) or ["nothing changed since the inventory was taken"]))
    return 0
