"""Text that nothing can hide in: the one place that cleans what consoles, XML and pages are given."""

import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# turns that hide text or order it otherwise, halves of letters, and what is neither line nor letter
UNSEEN = ("Cc", "Cf", "Cs")
SPACES = "\n\r\t\u2028\u2029"
# where a word may be broken: it is seen only where it is
SOFT_HYPHEN = "\u00ad"
NO_BREAK = "\u00a0"


def visible(value: Any) -> str:
    """Return text on one line with control characters and direction overrides shown as symbols.

    Line breaks and tabs become spaces; a control character its Unicode picture; an override, an isolate or what no XML
    can hold is shown as its code point in brackets. Letters of every script stay as they are.
    """
    if value is None:
        return ""
    text = str(value)
    # what Python calls printable holds nothing that is not seen; of its spaces the one within amounts is none of them
    return text if text.replace(NO_BREAK, " ").isprintable() else "".join(map(_seen, text))


def _seen(character: str) -> str:
    code = ord(character)
    if character in SPACES:
        return " "
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "\u2421"
    if (unicodedata.category(character) in UNSEEN and character != SOFT_HYPHEN) or _is_no_character(code):
        return f"[U+{code:04X}]"
    return character


def _is_no_character(code: int) -> bool:
    """Tell whether a code point is none of Unicode's characters for good; XML refuses two of them."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return a message with its values put in; a path may hold a line break, and the message stays one line."""
    return text.format(**{name: visible(value) if isinstance(value, Path) else value for name, value in values.items()})


def tell(*lines: object, is_error: bool = False) -> None:
    """Show lines on the console, each of them one line whatever it holds."""
    for line in lines:
        print(visible(line), file=sys.stderr if is_error else sys.stdout, flush=True)


def plain_json(text: str) -> str:
    """Return JSON that says the same, in which what `visible` would show otherwise is written as an escape."""
    return re.sub(r"[^\x20-\x7e\n]", _escaped, text)


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if _seen(character) == character:
        return character
    pair = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pair[place : place + 2].hex()}" for place in range(0, len(pair), 2))
