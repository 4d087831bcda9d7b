"""What the commands of the mapping say, in Swedish or English, from one catalogue."""

from finsam_audit.mapping.words import table

LANGUAGES = ("sv", "en")


def message(name: str, language: str, **values: object) -> str:
    """Return a message with its values put in."""
    text = next(row[f"text_{language}"] for row in table("messages") if row["name"] == name)
    return text.format(**values)
