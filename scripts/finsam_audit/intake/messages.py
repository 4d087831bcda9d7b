"""What the reading of files says, in Swedish or English, from one catalogue."""

from finsam_audit.intake.words import table


def message(name: str, language: str, **values: object) -> str:
    """Return a message with its values put in."""
    text = next(row[f"text_{language}"] for row in table("messages") if row["name"] == name)
    return text.format(**values)
