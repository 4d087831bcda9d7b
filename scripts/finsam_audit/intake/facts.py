"""What a document says of itself: its association, number, kind and year."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Block, Cell, Line, Text
from finsam_audit.intake.cells import is_sentence, plain
from finsam_audit.intake.headings import one_line
from finsam_audit.intake.words import constant, form, patterns
from finsam_audit.mapping.associations import code_of_association
from finsam_audit.mapping.columns import year_in
from finsam_audit.mapping.words import Pattern, said

ORGANISATION = re.compile(r"(?<!\d)(\d{6}-\d{4})(?!\d)")
# the identity numbers of associations of municipalities and regions begin so
PUBLIC = "22"
# cells beside each other head columns from so many on
FEWEST_COLUMNS = 3
# letters of a title that says several things
TITLE = 100


@dataclass(frozen=True)
class Facts:
    """What a document says of itself; empty where it does not.

    `association_id` is the code of a name in the genitive without its s, where the document has that form too.
    """

    association: str
    association_id: str
    organisation_number: str
    kind: str
    fiscal_year: int | None


def texts_of(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a document in order, cells of tables included, and whether each is a heading."""
    for block in blocks:
        if isinstance(block, Text):
            yield block.text, bool(block.level)
        else:
            for line in block.lines:
                for cell in line.cells:
                    yield one_line(cell.text), False


def _of_titles(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the first texts that may tell what a document is: those of headings of columns stand beside each other.

    A title may say name, kind and year on one line.
    """
    left = int(constant("cover_texts"))
    for block in blocks:
        lines = [Line("", (Cell(block.text, 0),))] if isinstance(block, Text) else block.lines
        for line in lines:
            left -= len(line.cells)
            if left < 0:
                return
            filled = [one_line(cell.text) for cell in line.cells if cell.text.strip()]
            if len(filled) < FEWEST_COLUMNS:
                for text in filled:
                    yield from (
                        re.split(form("titles_apart").pattern, text)
                        if len(text) <= TITLE and not re.search(r"[.;]\s", text)
                        else [text]
                    )


def facts_of(blocks: Sequence[Block]) -> Facts:
    """Return what a document says of itself on its first pages."""
    texts = list(texts_of(blocks))
    titles = list(_of_titles(blocks))
    names = [text for text in titles if _is_name(text)]
    own, *others = (word for word in patterns("facts") if word["kind"] == "association")
    association = _called(names, [own]) or _told(texts) or _called(names, others)
    if association.isupper():
        # capitals are how a cover sets a name and no part of it
        association = re.sub(
            r"[^\W\d_]+",
            lambda word: word[0].lower() if form("grammar_words").fullmatch(word[0]) else word[0].capitalize(),
            association,
        )
    numbers = [(found, text) for text, _ in texts for found in ORGANISATION.findall(plain(text))]
    number = next((found for found, text in numbers if re.search(r"org", said(text))), "")
    number = number or next((found for found, _ in numbers if found.startswith(PUBLIC)), "")
    kind, year = "annual_report", None
    for at, paragraph in enumerate(titles):
        # a paragraph may open as a cover does: name, kind and year, before its number and date
        opening = re.split(r"\.\s", paragraph)[0]
        text = opening if is_sentence(paragraph) and not is_sentence(opening) else paragraph
        found = next(
            (
                w["kind"]
                for w in patterns("facts")
                if w["kind"] in ("plan", "annual_report") and w.pattern.search(said(text))
            ),
            "",
        )
        titled = form("report_and_year").match(plain(text))
        if found and (titled or not is_sentence(text)):
            kind = found
            # the year may stand by itself, below the name or above
            near = (form("year_alone").fullmatch(title.strip()) for title in titles[max(0, at - 2) : at + 3])
            beside = [one["year"] for one in near if one is not None]
            printed = [titled.group(1)] if titled else re.findall(r"(?<!\d)20\d{2}(?!\d)", plain(text))
            years = [int(found) for found in printed or beside[:1]]
            # a plan of several years is of its first, a report of its last
            year = (min(years) if kind == "plan" else max(years)) if years else None
            break
    year = year if year is None or year_in(str(year)) else None
    return Facts(association, _bare_code(association, [text for text, _ in texts]), number, kind, year)


def _called(names: Sequence[str], words: Iterable[Pattern]) -> str:
    """Return the first name that says what an association is called; the words in the order in which they count."""
    return next((text for word in words for text in names if word.pattern.search(said(text))), "")


def _told(texts: Sequence[tuple[str, bool]]) -> str:
    """Return the association that the sentences of a document name most; what is named beside something is another."""
    found = [found for text, _ in texts for found in form("association_in_text").finditer(text)]
    told = Counter(one["name"] for one in found if not one["beside"])
    name = max(told, key=lambda name: (told[name], len(name)), default="")
    return name[:1].upper() + name[1:]


def _bare_code(association: str, texts: Sequence[str]) -> str:
    """Return the code of an association by its name without the s of the genitive; nothing where no text says it so.

    A name that ends in s by itself is never said without it.
    """
    found = form("association_genitive").match(association)
    if found is None:
        return ""
    bare = re.compile(rf"(?<!\w){re.escape(found.group(1))}(?![\w-])")
    return code_of_association(found.group(1)) if any(bare.search(text) for text in texts) else ""


def _is_name(text: str) -> bool:
    """Tell whether a text can be the name of an association: short, no sentence, no digits, no heading of a part."""
    clean = text.strip()
    return (
        3 < len(clean) <= 80
        and not re.search(r"[\d:;]|\.$|^\W", clean)
        and len(clean.split()) <= 8
        and clean[0].isupper()
        and not any(
            word.pattern.search(said(clean)) for word in patterns("facts") if word["kind"] in ("plan", "annual_report")
        )
    )


def decision_of(blocks: Sequence[Block], kind: str) -> tuple[Text, str] | None:
    """Return the text that tells the date of the board's decision, and the date.

    What stands between the heading of a plan and its table is, in a report, the decision of the plan.
    """
    is_of_plan = False
    for block in blocks:
        if not isinstance(block, Text):
            is_of_plan = False
        elif block.level:
            is_of_plan = kind == "annual_report" and any(
                w["kind"] == "plan" and w.pattern.search(said(block.text)) for w in patterns("facts")
            )
        if isinstance(block, Text) and not is_of_plan and not is_sentence(re.sub(r",? ?§.*", "", block.text)):
            date = re.search(r"\d{4}-\d{2}-\d{2}", plain(block.text))
            if date and any(w["kind"] == "decision" and w.pattern.search(said(block.text)) for w in patterns("facts")):
                return block, block.text[date.start() : date.end()]
    return None
