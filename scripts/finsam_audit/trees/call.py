"""The call: text in, text out."""

import json
from typing import Any

from .answer import answer
from .table import read_table


def infer_table(text: str) -> str:
    """Infer the trees of one table.

    Args:
        text: a table in the wire format, JSON.

    Returns:
        The trees, canonical JSON; `not_searched` with its reason where the text cannot be read. Never raises.

    """
    try:
        found = answer(read_table(json.loads(text, strict=False)))
    except RecursionError:
        found = not_searched("nested too deeply")
    except Exception as error:
        found = not_searched(f"{type(error).__name__}: {error}")
    return json.dumps(found, sort_keys=True, separators=(",", ":"))


def not_searched(reason: str) -> dict[str, Any]:
    """Return the answer for what could not be searched."""
    return {"status": "not_searched", "reason": reason, "nodes": 0} | dict.fromkeys(
        ("rows", "columns", "terms", "openings", "doubts", "untested"), ()
    )
