"""`finsam dependencies`: what the installed package rests on, its versions and licences, whose limits are not kept."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from finsam_audit.project.visible import tell

PACKAGE = "finsam-audit"
# a licence is a name; some packages put its whole text in that place
LONGEST = 60
# seconds until a tool is taken not to answer: an index is asked for each package
LONGEST_WAIT = 300
NOT_TOLD = "licence not told in its metadata"


@dataclass(frozen=True)
class Dependency:
    """A package that is installed.

    Attributes:
        name: as it calls itself.
        version: that is installed.
        licence: as its metadata tell it.
        needed_by: the packages that ask for it.
        broken: what those ask for whose limits it does not keep.

    """

    name: str
    version: str
    licence: str
    needed_by: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name as all tools write it."""
        return canonicalize_name(self.name)


def licence_of(package: Distribution) -> str:
    """Return the licence of a package, from its metadata alone."""

    def told(field: str) -> list[str]:
        return [str(text).strip() for text in package.metadata.get_all(field) or ()]

    classified = [text.rsplit(" :: ", 1)[-1] for text in told("Classifier") if text.startswith("License :: ")]
    short = [text for text in told("License") if text and len(text) <= LONGEST and "\n" not in text]
    return ", ".join(told("License-Expression") or short or classified) or NOT_TOLD


def own_requirements() -> list[Requirement]:
    """Return what this package and its extras ask for: as the project says where there is one, else as it was built."""
    project = Path(__file__).resolve().parents[3] / "pyproject.toml"
    if not project.is_file():
        return list(asked_by(distribution(PACKAGE), distribution(PACKAGE).metadata.get_all("Provides-Extra") or ()))
    told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    return list(map(Requirement, chain(told["dependencies"], *told["optional-dependencies"].values())))


def asked_by(package: Distribution, extras: Iterable[str]) -> Iterator[Requirement]:
    """Yield what a package asks for on this system, with some of its extras."""
    for text in package.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": e}) for e in ("", *extras)):
            yield requirement


def dependencies() -> list[Dependency]:
    """Return what this package and its extras rest on and what is installed of it, by name."""
    waiting = [(PACKAGE, requirement) for requirement in own_requirements()]
    asked: dict[str, list[tuple[str, Requirement]]] = {}
    found: dict[str, Distribution] = {}
    while waiting:
        owner, requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if any(owner == other and str(requirement) == str(same) for other, same in asked.get(name, ())):
            continue
        try:
            held = distribution(name)
        except PackageNotFoundError:
            # of an extra that is not installed
            continue
        found[name] = held
        asked.setdefault(name, []).append((owner, requirement))
        waiting += [(held.metadata["Name"], own) for own in asked_by(held, requirement.extras)]
    return [
        Dependency(
            held.metadata["Name"],
            held.version,
            licence_of(held),
            tuple(sorted({owner for owner, _ in asked[name]}, key=str.lower)),
            tuple(
                f"{owner} asks for {requirement.name}{requirement.specifier}"
                for owner, requirement in asked[name]
                if not requirement.specifier.contains(held.version, prereleases=True)
            ),
        )
        for name, held in sorted(found.items())
    ]


def answer(*command: str) -> tuple[int, str]:
    """Return the exit code and the output of a tool of this environment; 1 and nothing where it does not answer."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", *command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=LONGEST_WAIT, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return 1, ""
    return done.returncode, done.stdout


def later_releases(found: Sequence[Dependency]) -> list[str]:
    """Return what the environment's own index says of later releases, in lines.

    pip says nothing of an index that it cannot reach, so that one package is asked for first.
    """
    if not found or answer("pip", "index", "versions", found[0].name)[0]:
        return ["later releases: not looked up, pip reaches no index from here"]
    code, said = answer("pip", "list", "--outdated", "--format", "json")
    try:
        newest: dict[str, str] = {
            canonicalize_name(row["name"]): str(row["latest_version"]) for row in json.loads(said)
        }
    except (ValueError, KeyError, TypeError):
        return [f"later releases: not looked up, pip list ended with {code}"]
    later = [f"  {each.name} {each.version}: {newest[name]}" for each in found if (name := each.key) in newest]
    return [f"later releases: {len(later)} of {len(found)} packages have one that pip may take", *later]


def advisories(found: Sequence[Dependency]) -> list[str]:
    """Return what pip-audit says of known weaknesses of the packages, in lines, where it is there and answers."""
    if find_spec("pip_audit") is None:
        return ["advisories: not looked up, pip-audit is not installed beside finsam"]
    code, said = answer("pip_audit", "--format", "json", "--progress-spinner", "off")
    try:
        known: dict[str, list[str]] = {
            canonicalize_name(row["name"]): [str(one["id"]) for one in row.get("vulns", ())]
            for row in json.loads(said)["dependencies"]
        }
    except (ValueError, KeyError, TypeError):
        return [f"advisories: not looked up, pip-audit reaches no list from here (it ended with {code})"]
    weak = [f"  {each.name} {each.version}: {', '.join(known[each.key])}" for each in found if known.get(each.key)]
    unknown = sum(each.key not in known for each in found)
    return [f"advisories: {len(weak)} of {len(found)} packages have one, {unknown} not in the list", *weak]


def list_dependencies(is_asked: bool = False) -> int:
    """Print a line for each package that is installed: name, version, licence, who needs it.

    Args:
        is_asked: the environment's index is asked for later releases, and a list of advisories where there is one.

    Returns:
        0: who installs a package decides whether its licence and its age will do.

    """
    found = dependencies()
    for each in found:
        tell(f"{each.name} {each.version}: {each.licence}; needed by {', '.join(each.needed_by)}")
    broken = [f"  {each.name} {each.version}: {said}" for each in found for said in dict.fromkeys(each.broken)]
    tell(f"{len(found)} packages, {len(broken)} installed past what another asks for", *broken)
    if is_asked:
        tell(*later_releases(found), *advisories(found))
    return 0
