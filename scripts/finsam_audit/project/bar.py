"""A bar for what takes long, on a terminal alone."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def bar(said: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what shows how far something is: how much is done, and how much there is."""
    with tqdm(desc=said, unit="", leave=False, disable=not sys.stderr.isatty()) as shown:

        def advance(done: int, count: int) -> None:
            shown.total, shown.n = count, done
            shown.refresh()

        yield advance
