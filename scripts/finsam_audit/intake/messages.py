"""What the reading of files says, in Swedish or English, from one catalogue."""

from pathlib import Path
from typing import Protocol

from finsam_audit.intake.words import table
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import filled


def message(name: str, language: str, **values: object) -> str:
    """Return a message with its values put in."""
    text = next(row[f"text_{language}"] for row in table("messages") if row["name"] == name)
    return filled(text, values)


class Refuse(Protocol):
    """Makes the error that says why a file is not read."""

    def __call__(self, name: str, **values: object) -> UserError:
        """Return the error of a message."""


def refusal(path: Path, language: str) -> Refuse:
    """Return what makes the errors that say why a file is not read, each in one line."""

    def refuse(name: str, **values: object) -> UserError:
        return UserError(message(name, language, path=path, **values))

    return refuse
