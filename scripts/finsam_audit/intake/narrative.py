"""Numbers outside of tables: those that belong to something printed in a table, and what the others are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from finsam_audit.intake.blocks import Cell, Line, Text
from finsam_audit.intake.cells import GROUPED, Piece, is_sentence, pieces_of, plain, value_of
from finsam_audit.intake.paragraphs import paragraphs_of
from finsam_audit.intake.parts import CONTENTS, Part
from finsam_audit.intake.tables import Found
from finsam_audit.intake.told import Address, Told, share_of
from finsam_audit.intake.words import constant, form, kind_of, told_name
from finsam_audit.mapping.state import EXPONENTS, unit_in
from finsam_audit.mapping.words import first, said

UNIT = r"(?:\s?(?:tkr|tsek|kkr|mkr|mnkr|msek|kr|kronor|sek|miljoner kronor|miljoner|:-))"
# what running text counts beside money
THINGS = rf"(?:\s?{form('counted_in_text').pattern})"
# an amount of running text: with a unit behind it, or with its thousands parted
AMOUNT = re.compile(
    rf"(?<![\w/,.§-])([-+]\s?)?({GROUPED}|\d+)(,\d+)?({UNIT}|{THINGS})(?![\w])|(?<![\w/,.§-])([-+]\s?)?({GROUPED})(,\d+)?(?![\w/,])",
    re.IGNORECASE,
)
LONE = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;]{{2,58}}?):?\s+([-+(]?\s?(?:{GROUPED}|\d+)(?:,\d+)?\)?{UNIT}?)\.?", re.IGNORECASE
)
ITEM = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;]{{2,58}}):\s+([-+(]?\s?(?:{GROUPED}|\d+)(?:,\d+)?\)?{UNIT})(?:\s*\((\d+(?:,\d+)?\s?%)\))?\.?",
    re.IGNORECASE,
)
# an item that gives the amount of the year before in brackets
ITEM_OF_TWO = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;()]{{2,58}}?):?\s+([-+]?\s?(?:{GROUPED}|\d+|-)(?:,\d+)?{UNIT}?)"
    rf"\s*\(([^\d()]{{2,30}}?)\s*([-+]?\s?(?:{GROUPED}|\d+|-)(?:,\d+)?{UNIT}?)\)\.?",
    re.IGNORECASE,
)
# forms of words that name no thing beside another one
SAYS_NO_THING = ("verb", "general_words", "cost_word", "cost_in_text")
SENTENCE = re.compile(r"[.!?]\s+(?=(?:[^\w\s]\s+)?[A-ZÅÄÖ])")
# the mark of a footnote before its text, and where the next one begins
NOTE_MARK = re.compile(r"^(\d{1,2}\)?|[*\u2020]+)\s+(?=[A-ZÅÄÖ])")
NEXT_NOTE = re.compile(r"(?<=\.)\s+(?=\d{1,2}\)?\s+[A-ZÅÄÖ])")


def lone_rows(parts: Sequence[Part | Text]) -> list[Part | Text]:
    """Return the parts, with each text that is a label and an amount and nothing else as a table of one row.

    Such a text is a key figure in a box, or a footnote; several footnotes may stand in one paragraph. Texts of that
    form that follow each other, with a colon after the label, are a list: a table under the heading before it.
    """
    made: list[Part | Text] = []
    listed: list[Line] = []
    for n, part in enumerate(parts):
        if isinstance(part, Part):
            made.append(part)
            continue
        line, heading = _listed(part)
        if line is not None:
            listed.append(line)
            following = parts[n + 1] if n + 1 < len(parts) else None
            if isinstance(following, Text) and (other := _listed(following))[0] is not None and other[1] == heading:
                continue
            of_statements = any(form("statement_line").search(said(line.cells[0].text)) for line in listed)
            if len(listed) >= constant("list_rows") and (heading or not of_statements):
                title = next((text for text in reversed(made) if isinstance(text, Text) and text.level > 0), None)
                heads = [Line(listed[0].address, (Cell(heading, 2),))] if heading else []
                made.append(Part(heads, listed, 0, [title] if title else []))
            elif heading or (of_statements and len(listed) > 1):
                # one or two stand in running text, and key figures are told as such
                made.extend(found for found in parts[n + 1 - len(listed) : n + 1])
            else:
                made.extend(Part([], [line], 0, [Text(line.address, line.cells[0].text)]) for line in listed)
            listed = []
            continue
        notes = NEXT_NOTE.split(part.text.strip()) if NOTE_MARK.match(part.text.strip()) else [part.text.strip()]
        lone = [line for n, note in enumerate(notes) if (line := _lone(part, NOTE_MARK.sub("", note), n)) is not None]
        made.extend(Part([], [line], 0, [Text(part.address, line.cells[0].text)]) for line in lone)
        if len(lone) < len(notes):
            made.append(part)
    return made


def _listed(text: Text) -> tuple[Line | None, str]:
    """Return an item of a list as a line, and what heads the second of its numbers.

    It is a label, a colon, an amount and perhaps a share in brackets; or the amount of the year before stands there.
    """
    words = text.text.strip()
    flat, begin = plain(words), text.text.find(words)
    numbers: tuple[int, ...] = (1, 2, 3)
    heading = ""
    if (found := ITEM.fullmatch(flat)) is None and (found := ITEM_OF_TWO.fullmatch(flat)) is not None:
        numbers, heading = (1, 2, 4), found.group(3).strip(" :,")
    # bold words are no heading where an amount stands behind them
    if found is None or (text.level and not heading):
        return None, ""
    if not (first("years", said(heading), "offset") if heading else unit_in(said(found.group(2)))):
        return None, ""
    spans = [found.span(n) for n in numbers if found.group(n)]
    cells = (Cell(words[a:b], n, 1, text.place_at(begin + b - 1)) for n, (a, b) in enumerate(spans))
    return Line(text.address, tuple(cells)), heading


def _lone(text: Text, words: str, n: int) -> Line | None:
    """Return a label and an amount as a line, the n-th of its text; nothing where the words are more than that."""
    found = LONE.fullmatch(plain(words).strip())
    if found is None or form("verb").search(found.group(1).lower()):
        return None
    amount = found.group(2)
    if not unit_in(said(amount)) and not re.search(GROUPED, amount):
        return None
    label, printed = words[: found.end(1)], words[found.start(2) : found.end(2)]
    place = text.place_at(text.text.find(words) + found.end(2) - 1)
    return Line(text.address, (Cell(label, 2 * n, 1, text.place), Cell(printed, 2 * n + 1, 1, place)))


@dataclass(frozen=True)
class _Printed:
    """A number of a table: kind, value in kronor, worth and count of its digits, label of its row, heading, place."""

    kind: str
    value: Decimal
    step: Decimal
    digits: int
    names: tuple[str, ...]
    address: Address = field(default=("", 0, 0), compare=False)


class _Tables:
    """The numbers of the tables, by their value, and the words of their rows' names."""

    def __init__(self, printed: Sequence[_Printed]) -> None:
        self.printed = printed
        self.order = sorted(range(len(printed)), key=lambda n: printed[n].value)
        self.values = [printed[n].value for n in self.order]
        self.step = max((one.step for one in printed), default=Decimal(0))
        self.named = _words_of_names(printed)
        self.shares = _words_of_names(one for one in printed if one.kind == "percent")
        self.result = next((name for name in self.named if form("result_name").search(name)), "")
        self.equity = min((name for name in self.named if form("equity_word").search(name)), key=len, default="")

    def called(self, text: str) -> str:
        """Return the name of the row that a text is, if it says more than cost or income; else nothing."""
        words = words_of(text)
        return next((name for name, own in self.named.items() if own == words and self.is_special(name)), "")

    def is_special(self, name: str) -> bool:
        """Tell whether a name says more than cost or income."""
        return bool(words_of(form("general_words").sub(" ", form("sum_word").sub(" ", name.lower()))))

    def cell_named(self, kind: str, clause: str, sentence: str) -> _Printed | None:
        """Return the one number of a table whose row a clause names and whose column its sentence does, both whole.

        Nothing where the sentence compares, or speaks of what is to be.
        """
        if form("no_worked_out").search(sentence):
            return None
        said_before, said_all = words_of(clause), words_of(sentence)
        cells = [
            (self.named[one.names[0]], one)
            for one in self.printed
            if one.kind == kind and self.is_special(one.names[0]) and self.named[one.names[0]] <= said_before
            if (heading := words_of(form("measure_word").sub(" ", one.names[1].lower()))) and heading <= said_all
        ]
        # of two names of which one holds the other the clause says the longer one
        named = [one for own, one in cells if not any(own < other for other, _ in cells)]
        return named[0] if len(named) == 1 else None

    def near(self, one: _Printed) -> list[_Printed]:
        """Return those that may be a number rounded, in the order of the tables."""
        reach = max(self.step, one.step) / 2
        first, last = bisect_left(self.values, one.value - reach), bisect_right(self.values, one.value + reach)
        return [self.printed[n] for n in sorted(self.order[first:last])]


def _words_of_names(printed: Iterable[_Printed]) -> dict[str, frozenset[str]]:
    """Return the words of the names of rows, but for those for a sum."""
    return {one.names[0]: words_of(form("sum_word").sub(" ", one.names[0].lower())) for one in printed}


def told_again(texts: Sequence[Text], found: Sequence[Found], units: dict[int, int]) -> Iterator[Told]:
    """Yield the numbers of running text that a table prints too, rounded perhaps, and amounts behind a name of a table.

    Args:
        texts: paragraphs.
        found: the numbers of the tables.
        units: the power of ten of each table's unit by its place in `found`.

    """
    # what is printed alike under one name says nothing more the second time
    printed = dict.fromkeys(
        _Printed(
            "percent" if one.piece.kind == "percent" else "number",
            *_worth(one.piece.readings[0].lstrip("-"), 0 if one.piece.kind == "percent" else units.get(n, 0)),
            (one.label, one.column_heading),
            one.address,
        )
        for n, one in enumerate(found)
        if one.piece.is_number and one.piece.readings and one.piece.readings[0] and one.label
    )
    tables = _Tables(list(printed))
    heading = ""
    for paragraph in paragraphs_of(texts):
        flat = paragraph.flat
        if paragraph.level > 0:
            heading = tables.called(flat)
        end = 0
        for match in AMOUNT.finditer(flat):
            before, end = flat[end : match.start()], match.end()
            digits = re.sub(r"[ .']", "", match.group(2) or match.group(6))
            reading = digits + (match.group(3) or match.group(7) or "")
            unit = said(match.group(4) or "")
            is_money = not unit or bool(unit_in(unit))
            kind = "percent" if form("percent").search(unit) else "number"
            if len(digits) < constant("label_digits") and not unit:
                continue
            exponent = EXPONENTS.get(unit_in(unit), 0) if is_money else 0
            tied = _tied(_Printed(kind, *_worth(reading, exponent), ()), tables, flat, match.span(), is_money)
            label, beside, same_as = tied or ("", "", None)
            is_tied = bool(label)
            # an amount in thousands has as many digits in kronor
            if not label and is_money and unit and _has_digits(reading, exponent):
                label = _named(tables.named, form("part_of_whole").sub(" ", SENTENCE.split(before)[-1]))
            start, stop = _sentence(flat, match.span())
            before = before[max(0, len(before) - (match.start() - start)) :]
            after = AMOUNT.split(flat[match.end() : stop], maxsplit=1)[0]
            if not label and kind == "percent" and not form("goal_in_text").search(before):
                share = share_of(flat[start:stop], before, after)
                label = _named(tables.shares, before)
                if not label and share == "share":
                    label = _named(tables.named, form("cost_word").sub(" ", flat[start : match.start()]))
                elif not label and share:
                    label = tables.equity
            if (
                not is_tied
                and is_money
                and heading
                and not tables.is_special(label)
                and form("cost_in_text").search(before)
            ):
                # what a text below the name of a row tells of a cost is of that row
                label = heading
            is_of_year = form("year_result_before").search(before) and form("year_result_after").search(after)
            if not label and is_money and unit and is_of_year:
                label = tables.result
            is_deficit = form("deficit_before").search(before) and not form("difference_after").search(after)
            if form("result_name").search(label) and is_deficit:
                label = told_name("deficit")
            if not label and not (is_money and kind == "number"):
                cell = tables.cell_named(kind, before, flat[start:stop])
                label, beside, same_as = (cell.names[0], cell.names[1], cell.address) if cell else ("", "", None)
            spot = paragraph.begins_at(match.start())
            if label and spot is not None:
                sign = (match.group(1) or match.group(5) or "").strip()
                # a number stands where it begins; its unit may stand on the next line
                shown, end_of_piece = paragraph.printed[slice(*match.span())], spot.start + len(match.group())
                reading = ("-" if sign == "-" else "") + reading
                piece = Piece(shown.strip(), kind, (reading,), spot.start, min(end_of_piece, spot.end))
                clauses = flat[start : match.start() - len(before)]
                yield Told(spot.text, label, piece, is_tied, beside, before, after, flat[start:stop], clauses, same_as)


def _sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return where the sentence about a place of a text begins and ends."""
    start = max((found.end() for found in SENTENCE.finditer(text, 0, span[0])), default=0)
    return start, next((found.start() for found in SENTENCE.finditer(text, span[1])), len(text))


def _has_digits(reading: str, exponent: int) -> bool:
    """Tell whether an amount has the digits of one that a table's row may print; of thousands one may be left out.

    Of millions those behind the comma count.
    """
    digits = reading.replace(",", "") if exponent > EXPONENTS["tkr"] else reading.split(",")[0]
    return len(digits) >= constant("label_digits") - (1 if exponent else 0)


def _worth(reading: str, exponent: int) -> tuple[Decimal, Decimal, int]:
    """Return a reading in kronor, what its last digit is worth, and how many digits it has."""
    value = value_of(reading)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent) + exponent)
    return value.scaleb(exponent), step, len(reading.replace(",", "").lstrip("0"))


def _tied(
    one: _Printed, tables: _Tables, text: str, span: tuple[int, int], is_money: bool
) -> tuple[str, str, Address] | None:
    """Return under which name in the text a table prints a number, exactly or rounded, its cell's other name and place.

    Nothing where no table prints it.

    The text must say a word of the name; its sentence all of it where few digits make chance likely, and of counts and
    percentages, which are alike more often.
    """
    start, stop = _sentence(text, span)
    sentence, whole = words_of(text[start:stop]), words_of(text)
    few = constant("label_digits") - 1
    beside = f"{text[start : span[0]]} {AMOUNT.split(text[span[1] : stop], maxsplit=1)[0]}"
    is_of_year_end = form("year_end_in_text").search(beside) is not None
    best: tuple[tuple[bool, int, int], tuple[str, str, Address]] | None = None
    for other in tables.near(one):
        is_exact = other.value == one.value
        is_rounded = (
            abs(other.value - one.value) <= max(other.step, one.step) / 2 and min(one.digits, other.digits) >= few
        )
        if other.kind != one.kind or not (is_exact or (is_rounded and is_money)):
            continue
        for name, other_name in zip(other.names, reversed(other.names), strict=True):
            words = words_of(name)
            if not words or (is_of_year_end and first("openings", said(name), "kind")):
                continue
            near = words & sentence
            is_whole = near == words
            if is_whole or (is_money and one.digits >= few and (near or words & whole)):
                rank = (is_exact, len(near), len(words & whole))
                if best is None or rank > best[0]:
                    best = rank, (name, other_name, other.address)
    return best[1] if best else None


def _named(named: Mapping[str, frozenset[str]], clause: str) -> str:
    """Return the name of a row that a clause before an amount says whole, but for its word for a sum.

    The longest of those that say more than cost or income; nothing where the clause names several things: the amount
    is of them together.

    Args:
        named: the words of each name.
        clause: what stands before the amount.

    """
    words = words_of(clause)
    general = words_of(" ".join(form("general_words").findall(clause)))
    names = sorted((name for name, own in named.items() if own and own <= words), key=lambda n: (len(named[n]), n))
    if not names:
        return ""
    best = max(names, key=lambda name: (len(named[name] - general), len(named[name]), name))
    apart = (named[name] - general for name in names)
    return "" if any(own and not own & named[best] for own in apart) or _is_among(best, clause) else best


def _is_among(name: str, clause: str) -> bool:
    """Tell whether a clause names something together with a name that does not have it: the amount is of both."""
    own = words_of(name)
    for found in form("enumeration").finditer(clause):
        things = " ".join(found.groups())
        for words in SAYS_NO_THING:
            things = form(words).sub(" ", things)
        listed = words_of(things)
        if own & listed and listed - own:
            return True
    return False


@lru_cache(maxsize=10_000)
def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text that say more than grammar; short ones do not, but for men."""
    return frozenset(word[:5] for word in form("telling_word").findall(text.lower()))


def kind_of_digits(text: str, level: int) -> str:
    """Return what the digits of a text are that is no table."""
    found = "contents" if level == CONTENTS else kind_of("left_out", text)
    if found:
        return found
    if level:
        return "heading"
    if not re.search(r"\d", re.sub(r"(?<!\d)(19|20)\d{2}(?!\d)", "", plain(text))):
        return "year"
    return "text_number" if is_sentence(text) or pieces_of(text) else "label_code"
