"""A Word or Excel file as a package of parts: some are added or get a reference, all others stay byte for byte."""

import io
import posixpath
import zipfile
from collections.abc import Callable
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lxml import etree

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
# no clock: the same file and marks give the same copy
NO_TIME = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a file; those that are set are written, the others are copied."""

    def __init__(self, content: bytes) -> None:
        self._source = zipfile.ZipFile(io.BytesIO(content))
        self._set: dict[str, bytes] = {}

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return [*self._source.namelist(), *(name for name in self._set if name not in self._source.namelist())]

    def part(self, name: str) -> bytes | None:
        """Return a part; None where there is none."""
        if name in self._set:
            return self._set[name]
        return self._source.read(name) if name in self._source.namelist() else None

    def set(self, name: str, content: bytes) -> None:
        """Put a part in place."""
        self._set[name] = content

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern with a number that no part has."""
        taken, number = set(self.names()), 1
        while pattern.format(number) in taken:
            number += 1
        return pattern.format(number)

    def relations(self, owner: str) -> dict[str, tuple[str, str]]:
        """Return type and target (a part) of the relations of a part, by their ids; those that lead outside apart."""
        content = self.part(_relations_of(owner))
        if content is None:
            return {}
        return {
            str(found.get("Id")): (
                str(found.get("Type")).rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), str(found.get("Target")))).lstrip("/"),
            )
            for found in parsed(content)
            if found.get("TargetMode") != "External"
        }

    def related(self, owner: str, kind: str) -> str | None:
        """Return the part of a type that a part refers to."""
        return next((target for own, target in self.relations(owner).values() if own == kind), None)

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Add a relation of a part to another, and return its id."""
        name = _relations_of(owner)
        content = self.part(name)
        if content is None:
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            content = f'{head}<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
        taken = {str(found.get("Id")) for found in parsed(content)}
        number = 1
        while f"rIdFinsam{number}" in taken:
            number += 1
        made = f"rIdFinsam{number}"
        entry = (
            f'<Relationship xmlns="{RELATIONSHIPS}" Id="{made}" Type="{OFFICE}/{kind}"'
            f" Target={quoteattr('/' + target)}/>"
        )
        self.set(name, insert_last(content, entry.encode()))
        return made

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part holds."""
        types = self.part(CONTENT_TYPES) or b""
        place = "http://schemas.openxmlformats.org/package/2006/content-types"
        entry = f'<Override xmlns="{place}" PartName={quoteattr("/" + part)} ContentType="{content_type}"/>'
        self.set(CONTENT_TYPES, insert_last(types, entry.encode()))

    def write(self) -> bytes:
        """Return the file."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in self._source.infolist():
                made.writestr(entry, self._set.get(entry.filename, self._source.read(entry)), entry.compress_type)
            for name in self.names():
                if name not in self._source.namelist():
                    made.writestr(zipfile.ZipInfo(name, NO_TIME), self._set[name], zipfile.ZIP_DEFLATED)
        return target.getvalue()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parsed(content: bytes) -> Any:
    """Return the root of a part; nothing outside is read and no entity is put in."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def insert_last(content: bytes, entry: bytes) -> bytes:
    """Return a part with an entry as the last child of its root; every other byte stays."""
    return insert_before(content, entry, lambda _: False)


def insert_before(content: bytes, entry: bytes, is_later: Callable[[str], bool]) -> bytes:
    """Return a part with an entry before the first child of its root that must come later, else as the last child.

    Args:
        content: the part.
        entry: to put in, with the namespaces that it needs.
        is_later: tells by its name, prefix included, whether a child must come after the entry.

    """
    parser = expat.ParserCreate()
    depth, root, place, end = 0, -1, -1, -1

    def start(name: str, _: object) -> None:
        nonlocal depth, place, root
        if depth == 0:
            root = parser.CurrentByteIndex
        if depth == 1 and place < 0 and is_later(name):
            place = parser.CurrentByteIndex
        depth += 1

    def stop(_: str) -> None:
        nonlocal depth, end
        depth -= 1
        if depth == 0:
            end = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, stop
    parser.Parse(content, True)
    at = place if place >= 0 else end
    if place < 0 and not content.startswith(b"</", end):
        # a root that closes itself: <Relationships …/>
        closed = content.rindex(b"/>")
        name = content[root + 1 : closed].split()[0]
        return content[:closed] + b">" + entry + b"</" + name + b">" + content[closed + 2 :]
    return content[:at] + entry + content[at:]
