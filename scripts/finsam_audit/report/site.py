"""Files of the report: written only where they changed, old ones removed, templates with everything escaped."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from finsam_audit import swedish
from finsam_audit.names import LANGUAGES, Names
from finsam_audit.project.files import write_whole
from finsam_audit.project.visible import visible
from finsam_audit.report import formats, marks, units, wording
from finsam_audit.report.database import key_of

MANIFEST = ".files"


class Folder:
    """The folder of the report: remembers what belongs to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        manifest = path / MANIFEST
        self.before = set(manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else set()
        self.written: set[str] = set()
        self.changed = 0

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all, unless it holds the same already."""
        target = self.path / name
        self.written.add(name)
        if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
            return
        write_whole(target, content)
        self.changed += 1

    def finish(self) -> None:
        """Remove files of an earlier report that this one does not have, and remember the present ones."""
        for name in sorted(self.before - self.written):
            (self.path / name).unlink(missing_ok=True)
        self.write(MANIFEST, "".join(f"{name}\n" for name in sorted(self.written - {MANIFEST})).encode())


def shown(value: Any) -> str:
    """Return what a template prints for a value: nothing for none, control characters made visible."""
    return value if isinstance(value, Markup) else visible(value)


def environment() -> Environment:
    """Return the template environment: everything escaped, a missing name is an error."""
    made = Environment(
        loader=PackageLoader("finsam_audit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        figures=formats.figures,
        titled=formats.titled,
        amount=swedish.number,
        tenth=swedish.tenth,
        day=swedish.day,
        slug=formats.slug,
        anchor=formats.anchor,
        key=key_of,
    )
    made.globals.update(
        percent=swedish.percent,
        ticks=wording.TICKS,
        held_against=wording.HELD_AGAINST,
        mark_kinds=marks.KINDS,
        printed_units=units.PRINTED_UNITS,
    )
    return made


class Writer:
    """Renders each page in both languages.

    Args:
        folder: where they go.
        names: what the codes of the marts are called.
        advance: is called after each page.
        has_suites: whether the site has pages of the suites: a single report that is checked runs none.
        is_alone: whether the page stands by itself, without the rest of the site.

    """

    def __init__(
        self, folder: Folder, names: Names, advance: Callable[[], None], has_suites: bool = True, is_alone: bool = False
    ) -> None:
        self.folder = folder
        self.names = names
        self.environment = environment()
        self.advance = advance
        self.has_suites = has_suites
        self.is_alone = is_alone

    def page(self, path: str, template: str, **context: Any) -> None:
        """Write one page in Swedish at its path, in English at the same path under en/.

        Args:
            path: from the root of a language, with slashes.
            template: name of the template.
            context: what the template shows; a callable is called with the language.

        """
        made = self.environment.get_template(template)
        for place, language in enumerate(LANGUAGES):
            up = "../" * path.count("/")
            other = f"{up}en/{path}" if language == "sv" else f"../{up}{path}"
            values = {name: value(language) if callable(value) else value for name, value in context.items()}
            content = made.render(
                lang=language,
                pick=partial(_pick, place),
                t=partial(_in, wording.text, language),
                c=partial(_named, self.names, language),
                u=partial(_unit, self.names, language),
                wildcard=partial(_wildcard, self.names, language),
                law=partial(_law, self.names, language),
                law_in_full=partial(_law_in_full, self.names, language),
                at=partial(_in, formats.line_in_words, language),
                in_column=partial(_in, formats.line_in_column, language),
                root=up,
                assets=up if language == "sv" else f"../{up}",
                other=other,
                path=path,
                has_suites=self.has_suites,
                is_alone=self.is_alone,
                **values,
            )
            name = path if language == "sv" else f"en/{path}"
            self.folder.write(name, content.encode("utf-8", "surrogatepass"))
        self.advance()


def _pick(place: int, swedish: Any, english: Any) -> Any:
    return (swedish, english)[place]


def _in(function: Callable[..., str], language: str, name: Any, *more: Any) -> str:
    return function(name, language, *more)


def _named(names: Names, language: str, code: Any, vocabulary: str | None = None) -> str:
    return names.name(code, language, vocabulary)


def _unit(names: Names, language: str, unit: str, is_difference: bool) -> str:
    """Return what follows a figure, or a difference, of a unit."""
    return names.own("difference_unit" if is_difference else "figure_unit", unit, language)


def _wildcard(names: Names, language: str, column: str, code: str | None) -> str:
    """Return what a wildcard of a rule's term stands for; nothing when it is none."""
    return names.own(f"any_{column}", code, language)


def _law(names: Names, language: str, law: str | None) -> Markup:
    """Return what a rule rests on: laws as they are cited, each with its name, or a check of this project's own."""
    cited = [_abbreviated(names, language, one) for one in names.own("law", law, language, law or "").split("; ")]
    return Markup("; ").join(cited)


def _abbreviated(names: Names, language: str, law: str) -> Markup:
    short, _, place = law.partition(" ")
    name = names.own("law_in_full", short, language)
    return Markup('<abbr title="{}">{}</abbr> {}').format(name, short, place) if name else escape(law)


def _law_in_full(names: Names, language: str, law: str | None) -> str:
    """Return the names of the laws that are cited; nothing where none is."""
    shorts = dict.fromkeys(one.partition(" ")[0] for one in (law or "").split("; "))
    named = {short: names.own("law_in_full", short, language) for short in shorts}
    return "; ".join(f"{short}: {name}" for short, name in named.items() if name)
