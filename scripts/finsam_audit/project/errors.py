"""The one error type that a person sees, and what to do where the system refuses a file."""

import errno

# what to do where a file cannot be written
HINTS = {
    errno.ENOSPC: "make room",
    errno.EDQUOT: "make room",
    errno.EACCES: "make it yours to write",
    errno.EPERM: "make it yours to write",
    errno.EROFS: "take a folder that can be written",
}


class UserError(Exception):
    """Something a person can mend: its text is one line that says what, where and what to do."""


def hint(error: OSError) -> str:
    """Return what to do about a file that cannot be written, after a semicolon; nothing where it is not known."""
    return f"; {HINTS[error.errno]} and try again" if error.errno in HINTS else ""
