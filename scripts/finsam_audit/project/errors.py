"""The one error type that a person sees."""


class UserError(Exception):
    """Something a person can mend: its text is one line that says what, where and what to do."""
