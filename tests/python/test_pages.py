"""The pages for people: every path, command, option, model and code that one names in backticks is there."""

import argparse
import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.expectations import runner
from finsam_audit.rules import catalogue, language

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs/decisions").glob("*.md"),
]
# where a page may leave out how a path begins
BEGINNINGS: tuple[str, ...] = (
    "",
    "docs",
    "expectations",
    "models",
    "seeds",
    "seeds/reference",
    "scripts/finsam_audit",
    "tests",
    "tests/python",
)
BEGINNINGS += tuple(f"scripts/finsam_audit/{room}" for room in ("locate", "trees", "report", "intake", "mapping"))
# what a command or a person makes: no file of the repository
MADE = re.compile(
    r"(build|target|logs|document|finding|rule|suite|section|table|en|marts|REPORT-rows|\.venv)/|.*[<{*…]|(index|findings|goals|misstatements|"
    r"comparisons|rules|expectations|untested|provenance|legend)\.html|results\.json|junit\.xml"
)  # fmt: skip
FILE = re.compile(r"[\w./-]+\.(?:py|sql|csv|yml|md|html|json|toml|lock|in)|[\w.-]+(?:/[\w.-]+)+/?")


def spans(page: Path) -> list[str]:
    """Return what a page has in backticks, and the lines of its blocks of commands."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```(?:sh|bash)?\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    plain = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    said = [line for line in lines if line.startswith(("finsam ", "make ", "dbt ", "pytest ", "pipx "))]
    return [*re.findall(r"`([^`\n]+)`", plain), *said]


@cache
def texts() -> str:
    """Return all that the repository has beside its pages, in one text."""
    files = [
        path
        for folder in ("models", "seeds", "macros", "scripts", "tests", "expectations", "analyses")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".sql", ".yml", ".csv", ".py", ".j2", ".html", ".js", ".md") and path != Path(__file__)
    ]
    files += [ROOT / name for name in ("dbt_project.yml", "profiles.yml", "Makefile", "pyproject.toml", ".sqlfluff")]
    return "\n".join(f"{path.stem}\n{path.read_text(encoding='utf-8')}" for path in files)


@cache
def words() -> frozenset[str]:
    """Return the words of the repository; a class is also known as Great Expectations calls it, in small letters."""
    found = set(re.findall(r"\w+", texts()))
    return frozenset(
        found | {re.sub(r"(?<!^)(?=[A-Z])", "_", word).lower() for word in found if word.startswith("Expect")}
    )


@cache
def commands() -> dict[str, set[str]]:
    """Return the options of each command of `finsam`."""
    seen: dict[str, set[str]] = {}
    plain = argparse.ArgumentParser.parse_args

    def remember(parser: argparse.ArgumentParser, *_: object) -> object:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, command in action.choices.items():
                    seen[name] = {option for of in command._actions for option in of.option_strings}
        raise SystemExit

    with mock.patch.object(argparse.ArgumentParser, "parse_args", remember), pytest.raises(SystemExit):
        cli.main([])
    assert plain is argparse.ArgumentParser.parse_args
    return seen


def is_there(path: str) -> bool:
    """Tell whether a path is one of the repository, a room's model, a file that a command writes, or names."""
    if MADE.match(path):
        return True
    starts = [ROOT / start / path for start in BEGINNINGS]
    if any(start.exists() or start.with_suffix(".sql").exists() for start in starts):
        return True
    last = path.rsplit("/", 1)[-1]
    if "." in last:
        return any(True for _ in (ROOT / "scripts").rglob(last)) or last in texts()
    return set(path.split("/")) <= words()


def missing(text: str) -> Iterator[str]:
    """Yield what a text in backticks names that is not there."""
    for name, rest in re.findall(r"\bfinsam ([a-z]+)([^;&|]*)", text):
        if name not in commands():
            yield f"finsam {name}"
            continue
        yield from (
            f"finsam {name} {option}"
            for option in re.findall(r"(?<!\S)--[a-z-]+", rest)
            if option not in commands()[name]
        )
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in re.findall(r"^make ([a-z-]+)", text):
        if not re.search(rf"^{name}:", makefile, re.MULTILINE):
            yield f"make {name}"
    if FILE.fullmatch(text):
        if not is_there(text):
            yield text
        return
    yield from (word for word in re.findall(r"\b[a-zA-Z]+(?:_[a-z0-9A-Z]+)+\b", text) if word not in words())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    named = spans(page)
    assert named or page.parent.name == "decisions"
    assert [word for text in named for word in missing(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "finsam buidl",
        "finsam check FILE --tickd",
        "make lnt",
        "models/findings/no_such.sql",
        "relations/no_such",
        "test_no_such.py",
        "is_never" + "_said_anywhere",
    ],
)
def test_a_name_of_nothing_is_found(text: str) -> None:
    assert list(missing(text))


def test_no_source_points_at_a_page_that_is_not_there() -> None:
    pages = {
        page.name for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "models").glob("*.md")]
    }
    named = set(re.findall(r"\b(?:docs/(?:\w+/)?[\w-]+|[A-Z]{3,})\.md\b", texts()))
    assert named
    assert sorted(name for name in named if Path(name).name not in pages) == []


def causes() -> set[str]:
    with (ROOT / "seeds/reference/causes.csv").open(encoding="utf-8", newline="") as file:
        return {row["cause"] for row in csv.DictReader(file)}


def published_marts() -> set[str]:
    """Return the marts, each by its name in the database."""
    return {path.stem.removeprefix("mart_") for path in (ROOT / "models/marts").glob("*.sql")}


def site_pages() -> set[str]:
    """Return the pages of the site: a template each, but for what others include and the front of a single report."""
    templates = {path.stem for path in (ROOT / "scripts/finsam_audit/report/templates").glob("*.html")}
    parts = {name for name in templates if re.search(rf'"{name}\.html"', "".join(template_texts()))}
    return templates - parts - {"check", "overview"}


def template_texts() -> Iterator[str]:
    for path in (ROOT / "scripts/finsam_audit/report/templates").glob("*.html"):
        yield from re.findall(r"\{% (?:extends|include|from|import) .*", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("page", "things"),
    [
        ("docs/findings.md", causes),
        ("docs/data.md", published_marts),
        ("docs/report.md", site_pages),
        ("docs/rule_language.md", lambda: {*language.WORDS, *language.TOTAL_WORDS, *language.OPERATORS}),
        ("docs/rule_language.md", lambda: {*catalogue.OPTIONS, *catalogue.CHECKED, *catalogue.GOALS}),
        ("docs/expectations.md", lambda: {*catalogue.TABLES, *runner.OUTCOMES}),
    ],
)
def test_what_there_is_stands_on_its_page(page: str, things: Callable[[], set[str]]) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert len(things()) > 5
    assert sorted(name for name in things() if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)) == []


def test_every_page_is_found_from_the_readme() -> None:
    waiting, found = [ROOT / "README.md"], set[Path]()
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page not in found:
            found.add(page)
            links = re.findall(r"\]\(([\w./-]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
            waiting += [path for link in links if (path := (page.parent / link).resolve()).is_file()]
    pages = {*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")}
    assert sorted(str(page.relative_to(ROOT)) for page in pages - found) == []
