"""What the commands of the mapping say, in Swedish or English, from one catalogue."""

from finsam_audit.mapping.words import table
from finsam_audit.project.visible import filled

LANGUAGES = ("sv", "en")


def message(name: str, language: str, **values: object) -> str:
    """Return a message with its values put in."""
    text = next(row[f"text_{language}"] for row in table("messages") if row["name"] == name)
    return filled(text, values)
