"""The command line: `finsam build`, `finsam report`, `finsam compare`, `finsam acknowledge`."""

import argparse
import sys
from pathlib import Path

from finsam_audit.acknowledge import KINDS, acknowledge
from finsam_audit.build import build
from finsam_audit.compare import compare
from finsam_audit.errors import UserError
from finsam_audit.report.command import report


def main(arguments: list[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 nothing new is wrong, 1 something is, 2 it could not be evaluated.

    """
    parser = argparse.ArgumentParser(prog="finsam", description="Cast the annual reports of samordningsförbund.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="dbt build, then publish the database")
    command = commands.add_parser("report", help="write the audit report, pages and workbook, to build/report")
    command.add_argument("--to", type=Path, help="another folder")
    command = commands.add_parser("compare", help="list what differs between two versions of a report's seed")
    command.add_argument("a", type=Path, metavar="A", help="the earlier seed CSV, or a database built from it")
    command.add_argument("b", type=Path, metavar="B", help="the later one")
    command = commands.add_parser("acknowledge", help="write down that a finding is known and why")
    command.add_argument("key", help="finding_key, as in marts.findings")
    command.add_argument("--kind", required=True, choices=KINDS)
    command.add_argument("--reason", required=True)
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            return build()
        if options.command == "report":
            return report(options.to)
        if options.command == "compare":
            return compare(options.a, options.b)
        return acknowledge(options.key, options.kind, options.reason)
    except UserError as error:
        print(f"finsam: {error}", file=sys.stderr)
        return 2
