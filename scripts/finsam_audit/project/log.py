"""What a command did and how long each step took: silent by default, shown with -v, written down with --log-file."""

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finsam_audit.project.visible import tell, visible

LOGGER = logging.getLogger("finsam")
FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Console(logging.Handler):
    """Shows records beside what a command says."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show a record in one line; what a library wants to tell names it."""
        name = "" if record.name == LOGGER.name else f"{record.name}: "
        tell(f"finsam: {name}{record.getMessage()}", is_error=True)


class _Lines(logging.Formatter):
    """Writes a record as a line, and the lines of a traceback under it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """Return a record in one line, whatever it holds."""
        return visible(super().formatMessage(record))


@contextmanager
def kept(is_shown: bool, file: Path | None) -> Iterator[None]:
    """Keep a log while a command runs, also of what libraries warn of: they show nothing by themselves.

    Args:
        is_shown: show the steps on the console.
        file: where all of it goes, behind what is there.

    Raises:
        OSError: the file cannot be written.

    """
    root = logging.getLogger()
    before = root.level, list(root.handlers), warnings.showwarning
    handlers: list[logging.Handler] = [logging.NullHandler()]
    if is_shown:
        handlers.append(_Console(logging.INFO))
    if file:
        handlers.append(logging.FileHandler(file, encoding="utf-8", errors="backslashreplace"))
        handlers[-1].setFormatter(_Lines(FORM))
    for handler in handlers:
        root.addHandler(handler)
    LOGGER.setLevel(logging.DEBUG)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        warnings.showwarning = before[2]
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


@contextmanager
def step(name: str) -> Iterator[None]:
    """Tell the log when a step begins, and how long it took when it ends, well or not."""
    LOGGER.debug("%s: begins", name)
    start, ended = time.perf_counter(), "stopped after"
    try:
        yield
        ended = "done in"
    finally:
        LOGGER.info("%s: %s %.2f s", name, ended, time.perf_counter() - start)
