"""`finsam check FILE …`: a report to its findings, a page and a copy with its ticks."""

import itertools
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from finsam_audit.check.cast import cast
from finsam_audit.check.messages import message
from finsam_audit.check.outcome import Outcome, as_json, lines, outcome_of
from finsam_audit.check.page import default_folder, refuse_folder, write_site
from finsam_audit.check.repository import Repository
from finsam_audit.check.sources import Source, read_source
from finsam_audit.check.ticked import NotTickedError, ticked, unmarked
from finsam_audit.check.ticked.marks import marks_of
from finsam_audit.names import LANGUAGES
from finsam_audit.project.bar import bar
from finsam_audit.project.csv_files import Row
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import told_apart
from finsam_audit.project.log import step
from finsam_audit.project.paths import casting_project
from finsam_audit.project.visible import plain_json, tell, visible

# a system takes names of 255 bytes, a letter takes up to four
LONGEST_STEM = 50
# codes that are told where one is not known
NEAREST = 5


@dataclass(frozen=True)
class Options:
    """What was asked for: see the help of `finsam check`."""

    out: Path | None = None
    force: bool = False
    alone: bool = False
    association: str | None = None
    known: Path | None = None
    lang: str = LANGUAGES[0]
    json: bool = False
    ticked: bool = False


def check(paths: Sequence[Path], options: Options) -> int:
    """Check reports: read them, cast them, tell what is wrong, write the pages.

    Args:
        paths: their files or folders.
        options: what was asked for.

    Returns:
        0 nothing new is wrong, 1 something is, 2 it could not be evaluated.

    Raises:
        UserError: a report cannot be read, or the folder of the pages is there already.

    """
    root, language = casting_project(), options.lang
    target = (options.out or default_folder(paths[0].resolve())).resolve()
    refuse_folder(target, options.force, language)
    with step("reading"):
        sources = read_sources(root, paths, options)
    quiet = not sys.stderr.isatty()
    # a draft is confidential: nothing of it stays anywhere but in the folder that was asked for
    with tempfile.TemporaryDirectory(prefix="finsam-") as work, bar(message("casting_progress", language)) as advance:
        with step("casting"):
            done = cast(root, Path(work), sources, options.alone, options.known, advance, language)
            outcome = outcome_of(sources, done)
        with step("ticked copies"):
            copies = _copies(outcome, language) if options.ticked else []
        with step("pages"):
            write_site(outcome, target, copies, quiet, language)
    page = target / ("index.html" if language == LANGUAGES[0] else f"{language}/index.html")
    if options.json:
        tell(*plain_json(as_json(outcome)).splitlines())
    else:
        tell(*lines(outcome, language, page, [target / name for name, _ in copies]))
    return outcome.code


def _copies(outcome: Outcome, language: str) -> list[tuple[str, bytes]]:
    """Return names and contents of the reports with their ticks; a format that takes none is told."""
    found: list[tuple[str, bytes]] = []
    names = told_apart([source.path for source in outcome.sources])
    for source, name in zip(outcome.sources, names, strict=True):
        marks = marks_of(outcome.cast.database, source, language)
        try:
            content = ticked(source.path, source.format, marks)
        except NotTickedError as error:
            why = message(str(error), language)
            tell(message("not_ticked", language, path=name, why=why), is_error=True)
            continue
        if left := unmarked(source.format, marks):
            prints = ", ".join(mark.printed for mark in left)
            tell(message("not_marked", language, path=name, prints=prints), is_error=True)
        # reports of one name stand in folders of other names
        stem = visible("-".join(Path(name).with_suffix("").parts))[:LONGEST_STEM]
        ending = f"{message('ticked_name', language)}{visible(source.path.suffix)}"
        taken = {copy for copy, _ in found}
        tries = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
        found.append((next(f"{one}-{ending}" for one in tries if f"{one}-{ending}" not in taken), content))
    return found


def read_sources(root: Path, paths: Sequence[Path], options: Options) -> list[Source]:
    """Return the reports; the members of each keep the codes that those before it gave them.

    Raises:
        UserError: one cannot be read, or two are the same report.

    """
    known = {"associations": [], "members": []} if options.alone else Repository(root).known()
    if options.association and not options.alone:
        _refuse_code(options.association, known, options.lang)
    sources: list[Source] = []
    for path in paths:
        source = read_source(path.resolve(), known, options.association, root, options.lang)
        for other in sources:
            if source.document_id == other.document_id or source.version_of == other.version_of:
                if source.path == other.path:
                    raise UserError(message("given_twice", options.lang, path=path))
                first, second = told_apart([other.path, source.path])
                name = source.document_id
                raise UserError(message("same_report", options.lang, first=first, second=second, name=name))
        for name in known:
            known[name] = [*known[name], *source.rows[name]]
        sources.append(source)
    return sources


def _refuse_code(code: str, known: Mapping[str, list[Row]], language: str) -> None:
    """Refuse the code of an association that the project does not have: a report would be cast as one of its own.

    Raises:
        UserError: it has none, and which codes are nearest.

    """
    codes = sorted({row["association_id"] for rows in known.values() for row in rows})
    if code not in codes:
        near = get_close_matches(code, codes, NEAREST, cutoff=0)
        raise UserError(message("no_association", language, code=visible(code), near=", ".join(near)))
