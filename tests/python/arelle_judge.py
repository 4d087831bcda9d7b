"""Arelle as a judge of sums: Calculations 1.1, round to nearest, without network."""

import re
from pathlib import Path

from finsam_audit.xbrl import ROLE


def inconsistent(instance: Path) -> set[int]:
    """Return the link roles of the sums that Arelle finds inconsistent.

    Every other error of the validation is an AssertionError: the export has to be valid XBRL.

    """
    # loading Arelle takes seconds, and only the slow tests need it
    from arelle.api.Session import Session
    from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
    from arelle.RuntimeOptions import RuntimeOptions

    options = RuntimeOptions(
        entrypointFile=str(instance), internetConnectivity="offline", validate=True, calcs="c11r",
        disablePersistentConfig=True, keepOpen=False,
    )  # fmt: skip
    with Session() as session:
        session.run(options, logHandler=StructuredMessageLogHandler())
        messages = session.get_log_messages()
    found: set[int] = set()
    for message in messages:
        code, text = str(message["messageCode"]), str(message["msg"])
        if code == "calc11e:inconsistentCalculationUsingRounding":
            match = re.search(re.escape(ROLE) + r"([0-9]+)", text)
            assert match is not None, text
            found.add(int(match.group(1)))
        else:
            assert str(message["levelname"]).lower() not in ("error", "critical", "warning"), f"{code}: {text}"
    return found
