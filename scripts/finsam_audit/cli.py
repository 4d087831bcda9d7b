"""The command line: `finsam build`, `intake`, `expectations`, `report`, `compare`, `rules`, `measure`, and more."""

import argparse
import codecs
import datetime
import io
import os
import sys
import tempfile
import traceback
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import NoReturn

import duckdb

from finsam_audit.acknowledge import KINDS, acknowledge
from finsam_audit.build import TARGETS, build
from finsam_audit.check.messages import message as check_message
from finsam_audit.compare import compare
from finsam_audit.intake.command import intake_file
from finsam_audit.inventory.command import inventory, renew
from finsam_audit.inventory.version import compare_base
from finsam_audit.mapping.command import intake
from finsam_audit.mapping.database import cast_folders
from finsam_audit.mapping.messages import LANGUAGES, message
from finsam_audit.measure.corpora import Asked, write_corpus
from finsam_audit.measure.run import measure
from finsam_audit.measure.scale import SIZES, scale, scale_from
from finsam_audit.measure.sliced import SLICE, How
from finsam_audit.measure.slices import UNTIL
from finsam_audit.measure.trees import measure_trees
from finsam_audit.project.errors import UserError, hint
from finsam_audit.project.files import beside, can_be, shortened
from finsam_audit.project.log import LOGGER, kept, step
from finsam_audit.project.paths import previous_database, project_root, published_database, readable
from finsam_audit.project.visible import tell, visible
from finsam_audit.rules.command import write_rules

LONGEST = 200
# their help is Swedish
FOR_ECONOMISTS = ("check", "intake", "add")


class _Parser(argparse.ArgumentParser):
    """Tells what it refuses as everything is told: an argument may hold anything."""

    def error(self, message: str) -> NoReturn:
        """Leave with what is wrong in a line."""
        super().error(visible(message))


def main(arguments: list[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 nothing new is wrong, 1 something is, 2 it could not be evaluated.

    """
    for stream in (sys.stdout, sys.stderr):
        # a letter that the console does not have costs that letter, not the command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    parser = _Parser(prog="finsam", description="Cast the annual reports of Swedish coordination associations.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("report", help="write the audit report, pages and workbook, to build/report")
    command.add_argument("--to", type=Path, help="another folder")
    command = commands.add_parser("memo", help="write the memo of an association, a page to print and a Word file")
    command.add_argument("association", metavar="ASSOCIATION", help="association_id, as in marts.associations")
    command.add_argument("--to", type=Path, help="another folder than build/report")
    command = commands.add_parser(
        "compare", help="list what differs between two versions of a report's seed, or since the last publishing"
    )
    command.add_argument(
        "a", type=Path, metavar="A", nargs="?", help="the earlier seed CSV, or a database built from it"
    )
    command.add_argument("b", type=Path, metavar="B", nargs="?", help="the later one")
    command.add_argument("--out", type=Path, metavar="FOLDER", help="write the same as a page there")
    command.add_argument("--base", metavar="REF", help="list what the inputs say otherwise than in a version of git")
    command = commands.add_parser(
        "build", help="dbt build, publish the database, run the expectations, write the report"
    )
    command.add_argument(
        "--from", dest="folders", type=Path, nargs="+", metavar="FOLDER", help="cast these folders of rows instead"
    )
    command.add_argument(
        "--to", type=Path, help="with --from: the database to write (else <folder>.duckdb beside the first)"
    )
    command.add_argument("--target", choices=TARGETS, default=TARGETS[0], help="the engine (duckdb)")
    command = commands.add_parser("intake", help=message("help", "sv"))
    command.add_argument("folder", type=Path, metavar="FILE", help=message("help_folder", "sv"))
    command.add_argument("--to", type=Path, help=message("help_to", "sv"))
    command.add_argument("--members", type=Path, help=message("help_members", "sv"))
    command.add_argument("--force", action="store_true", help=message("help_force", "sv"))
    command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=message("help_lang", "sv"))
    command.add_argument("--review", action="store_true", help=check_message("help_review", "sv"))
    command = commands.add_parser("add", help=check_message("help_add", "sv"))
    command.add_argument("folder", type=Path, help=check_message("help_add_folder", "sv"))
    command.add_argument("--replace", action="store_true", help=check_message("help_replace", "sv"))
    command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=check_message("help_lang", "sv"))
    command = commands.add_parser("check", help=check_message("help", "sv"))
    command.add_argument("paths", type=Path, nargs="+", metavar="FILE", help=check_message("help_paths", "sv"))
    command.add_argument("--out", type=Path, help=check_message("help_out", "sv"))
    command.add_argument("--association", metavar="ID", help=check_message("help_association", "sv"))
    command.add_argument("--known", type=Path, metavar="CSV", help=check_message("help_known", "sv"))
    command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=check_message("help_lang", "sv"))
    for name in ("force", "alone", "json", "ticked"):
        command.add_argument(f"--{name}", action="store_true", help=check_message(f"help_{name}", "sv"))
    commands.add_parser("expectations", help="run the expectation suites on the published database")
    commands.add_parser("rules", help="from the suites to rules.csv and rule_terms.csv, and to the pages of docs/rules")
    commands.add_parser("docs", help="write the pages of dbt docs, with each mart's lineage, to build/docs")
    command = commands.add_parser("dependencies", help="list what is installed for finsam, with versions and licences")
    command.add_argument(
        "--ask", action="store_true", help="ask pip's index for later releases, and pip-audit for advisories"
    )
    commands.add_parser("inventory", help="say what the seeds hold otherwise than the inventory, and renew it")
    command = commands.add_parser("acknowledge", help="write down that a finding is known and why")
    command.add_argument("key", help="finding_key, as in marts.findings")
    command.add_argument("--kind", required=True, choices=KINDS)
    command.add_argument("--reason", required=True)
    command.add_argument(
        "--reason-en", default="", metavar="REASON", help="the reason in English, for the English pages"
    )
    command = commands.add_parser("measure", help="plant errors in copies of reports and score what is found")
    command.add_argument("--reports", type=int, default=2000, help="clean reports, and copies with a slip (2000)")
    command.add_argument("--seed", type=int, default=1)
    for name, text in (
        ("real", "errors in each number and table of the shipped documents"),
        ("hidden", "seeds that development never used"),
        ("missing", "each row of the shipped documents taken away, each amount blanked"),
    ):
        command.add_argument(
            f"--{name}", dest="corpus", action="store_const", const=name, default="generated", help=text
        )
    command.add_argument("--trees", action="store_true", help="infer the trees of tables, and plant slips in them")
    command.add_argument(
        "--keys", type=Path, help="with --trees: a folder of *.cells.csv instead of the shipped tables"
    )
    command.add_argument("--slips", type=int, default=1000, help="with --trees: slips planted (1000)")
    command = commands.add_parser("scale", help="cast corpora of any size in slices, or write one")
    command.add_argument("--numbers", type=int, nargs="+", help="printed numbers (100000 and 1000000)")
    command.add_argument("--to", type=Path, help="write one corpus to this folder, and cast nothing")
    command.add_argument("--seed", type=int, help="another corpus (1)")
    command.add_argument(
        "--from", dest="folder", type=Path, help="cast this corpus; its marts go to --to, or beside it (FOLDER-cast)"
    )
    command.add_argument(
        "--corpus", action="store_true", help="what an authority would see: 80 associations over 20 years"
    )
    command.add_argument("--slice", type=int, default=SLICE, help=f"numbers of a slice, about ({SLICE})")
    command.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="slices at once (one a core)")
    command.add_argument("--until", choices=UNTIL, help="fill and keep no more than this mart")
    command.add_argument("--anew", action="store_true", help="also what an earlier run has done")
    for name, each in commands.choices.items():
        language = LANGUAGES[0] if name in FOR_ECONOMISTS else LANGUAGES[1]
        each.add_argument("-v", "--verbose", action="store_true", help=check_message("help_verbose", language))
        each.add_argument("--log-file", type=Path, metavar="FILE", help=check_message("help_log_file", language))
    options = parser.parse_args(arguments)
    try:
        with kept(options.verbose, options.log_file), step(options.command):
            return _told(options)
    except OSError as error:
        return _refused(f"{error.filename or 'a file'}: {error.strerror or error}{hint(error)}")


def _told(options: argparse.Namespace) -> int:
    """Run a command; what hinders it is told in a line, and in the log."""
    try:
        _refuse_names(options)
        return _run(options)
    except UserError as error:
        return _refused(str(error))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        return _refused(f"the database was built by another version ({_first_line(error)}); run `make build`")
    except duckdb.Error as error:
        return _refused(f"the database cannot be read ({_first_line(error)}); run `make build`")
    except BrokenPipeError:
        return _refused("nobody reads the output any more")
    except OSError as error:
        return _refused(f"{error.filename or 'a file'}: {error.strerror or error}{hint(error)}")
    except KeyboardInterrupt:
        return _refused("interrupted; what was published is as it was")
    except Exception as error:  # the last resort: a person gets a line, the details stand in a file
        LOGGER.exception("a fault of finsam")
        said = f"{options.command} failed ({type(error).__name__}: {_first_line(error)})"
        return _refused(f"{said}; this is a fault of finsam, {_log(options.log_file)}")


def _refuse_names(options: argparse.Namespace) -> None:
    """Refuse a path that no file can have, whatever it is for.

    Raises:
        UserError: its name is longer than the system takes, or holds a zero.

    """
    for given in vars(options).values():
        for path in given if isinstance(given, list) else [given]:
            if isinstance(path, Path) and not can_be(path):
                raise UserError(check_message("no_name", vars(options).get("lang", LANGUAGES[1]), path=shortened(path)))


def _refused(said: str) -> int:
    for line in said.splitlines():
        LOGGER.debug("refused: %s", line)
        tell(f"finsam: {line}", is_error=True)
    return 2


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")[:LONGEST]


def _log(asked: Path | None) -> str:
    """Write down the exception that is being handled, with where it arose, and say where: the first that can be.

    Args:
        asked: the log that was asked for, which has it.

    """
    if asked:
        return f"{asked} has the details"
    now = datetime.datetime.now().isoformat(" ", "seconds")
    text = f"{now} {' '.join(sys.argv)}\n{traceback.format_exc()}\n"
    folders = [Path(tempfile.gettempdir())]
    with suppress(UserError, OSError):
        folders.insert(0, project_root() / "logs")
    for folder in folders:
        try:
            folder.mkdir(exist_ok=True)
            log = folder / "finsam.log"
            with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return f"{log} has the details"
    return "and its details could not be written anywhere"


def _run(options: argparse.Namespace) -> int:
    """Run the command that was asked for."""
    if options.command == "build":
        if options.to and not options.folders:
            raise UserError("--to goes with --from; without it the database is published in the project")
        return cast_folders(project_root(), options.folders, options.to) if options.folders else build(options.target)
    if options.command == "intake":
        run = intake if options.folder.is_dir() else intake_file
        code = run(options.folder, options.to, options.members, options.force, options.lang)
        if options.review:
            from finsam_audit.check.corrected import add_review

            source = options.folder.resolve()
            book = add_review(options.to or beside(source, "rows"), options.lang)
            tell(check_message("review_written", options.lang, path=book))
        return code
    if options.command == "add":
        from finsam_audit.check.add import add

        return add(options.folder, options.replace, options.lang)
    if options.command == "check":
        # loading what reads files and draws pages takes a second; the other commands do without it
        from finsam_audit.check.command import Options, check

        given = vars(options)
        return check(options.paths, Options(**{field.name: given[field.name] for field in fields(Options)}))
    if options.command == "compare":
        if options.base:
            if options.a:
                raise UserError("--base compares the project with a version of its own; give it without files")
            return compare_base(project_root(), options.base)
        if options.a and not options.b:
            raise UserError(
                "compare takes two versions, A and B, --base REF, or nothing: the published with the one before"
            )
        root = project_root()
        return compare(options.a or previous_database(root), options.b or published_database(root), options.out)
    if options.command == "measure" and options.trees:
        return measure_trees(options.keys, options.slips, options.seed)
    if options.command == "measure":
        return measure(options.reports, options.seed, options.corpus)
    if options.command == "scale":
        return _scale(options)
    if options.command == "dependencies":
        from finsam_audit.project.dependencies import list_dependencies

        return list_dependencies(options.ask)
    root = project_root()
    if options.command == "rules":
        rules, terms = write_rules(root)
        tell(f"{rules} rules, {terms} rows of terms, a page for each rule in docs/rules")
        tell(*renew(root, lambda place: place[0] in ("rule", "suite")))
        return 0
    if options.command == "docs":
        from finsam_audit.docs import write_docs

        tell(f"docs: {write_docs(root).relative_to(root)}")
        return 0
    if options.command == "inventory":
        return inventory(root)
    database = readable(published_database(root))
    if options.command == "report":
        # loading the plot library takes a second; the other commands do without it
        from finsam_audit.report.command import report

        return report(options.to)
    if options.command == "memo":
        from finsam_audit.report.command import memo

        return memo(options.association, options.to)
    if options.command == "expectations":
        # importing Great Expectations takes seconds; the other commands do without it
        from finsam_audit.expectations.runner import expectations

        return expectations(root, database)
    return acknowledge(options.key, options.kind, options.reason, options.reason_en)


def _scale(options: argparse.Namespace) -> int:
    how = How(options.slice, options.processes, options.until, options.anew)
    if options.folder:
        if options.numbers or options.seed or options.corpus:
            raise UserError(
                "--from takes the corpus as it is; --numbers, --seed and --corpus are of one that is written"
            )
        return scale_from(project_root(), options.folder, options.to, how)
    numbers, seed = options.numbers or SIZES, 1 if options.seed is None else options.seed
    if options.corpus:
        if options.numbers or options.to or options.until:
            raise UserError("--corpus has a size and a place of its own; give it without --numbers, --to and --until")
        # loading what draws pages takes a second; the other sizes do without it
        from finsam_audit.measure.authority import authority

        return authority(project_root(), seed, how)
    if options.to is None:
        return scale(project_root(), numbers, seed, how)
    if len(numbers) != 1:
        raise UserError("--to takes one corpus; give one size with --numbers")
    corpus = write_corpus(options.to, Asked(numbers[0]), seed)
    tell(
        f"{corpus.numbers:,} numbers in {corpus.reports:,} reports of {corpus.associations:,} associations, "
        f"{corpus.reports_with_errors:,} reports with errors: {options.to}"
    )
    return 0


def _in_utf8() -> None:
    """Start anew where the locale knows ASCII alone: folders and files have other letters in their names."""
    if os.name == "posix" and codecs.lookup(sys.getfilesystemencoding()).name == "ascii":
        shown = os.environ.get("PYTHONIOENCODING") or f"{sys.stdout.encoding}:replace"
        environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": shown}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


def run() -> None:
    """Run a command and leave at once.

    DuckDB's bindings report leaked types on the console when the interpreter takes itself down after SQLAlchemy used
    them; everything is written and closed by then, so that part is left out.
    """
    _in_utf8()
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
