"""The trees of a table that nobody gave one: a pure function from text to text.

Standard library alone, and no import of the rest of the package: Spark ships this folder by itself.
"""

from .call import infer_table

__all__ = ["infer_table"]
