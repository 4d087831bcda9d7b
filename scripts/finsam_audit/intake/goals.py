"""Goals told in sentences: threshold, printed outcome and judgement as a row of a table of goals."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from finsam_audit.intake.amounts import THINGS, UNIT
from finsam_audit.intake.blocks import Cell, Text
from finsam_audit.intake.cells import GROUPED, Piece, is_sentence, plain
from finsam_audit.intake.paragraphs import Paragraph, paragraphs_of
from finsam_audit.intake.parts import CONTENTS, Part
from finsam_audit.intake.row_names import words_of
from finsam_audit.intake.tables import Found, ReadTable
from finsam_audit.intake.words import constant, form, table
from finsam_audit.mapping.report import Number, Row, Table

# where one sentence ends and the next begins; a number may begin one where no number ends the one before
# a sentence may begin with the mark of an item of a list
SENTENCE = re.compile(r"(?<!\d)[.!?]\s+(?=[A-ZÅÄÖ\d])|[.!?]\s+(?=(?:[^\w\s]\s+)?[A-ZÅÄÖ])|\n")
AMOUNT = re.compile(
    rf"(?<![\w/,.§:])({GROUPED}|\d+)(,\d+)?(?![\d/:])((?P<share>\s?(?:%|{form('percent').pattern}))(?!\w)|(?P<money>{UNIT})(?!\w)"
    rf"|(?P<count>{THINGS})|\s(?P<noun>[a-zåäö]+))?",
    re.IGNORECASE,
)
# a dash between words, or a mark, behind which a sentence says something else
CLAUSE = re.compile(r"\s-\s|[;:,]")
# two names behind each other inside a sentence may be a person's
PERSON = re.compile(r"(?<=[^\W\d_]\s)[A-ZÅÄÖ][a-zåäöé]+(?:[\s-][A-ZÅÄÖ][a-zåäöé]+)+")
WORD = re.compile(r"[^\W\d_][\w/-]*")
YEAR = re.compile(r"(?:19|20)\d{2}")
LEADING = re.compile(r"[\W_]*")
# columns of the table that goals in sentences make
PARTS = ("target", "outcome", "verdict")


@dataclass(frozen=True)
class Amount:
    """A number of a sentence: what it counts, where it begins and ends in its text, and the print with its unit."""

    kind: str
    noun: str
    reading: str
    start: int
    end: int
    is_target: bool
    before: str
    after: str


@dataclass(frozen=True)
class Goal:
    """A goal: its address, its short name, its threshold, outcome and judgement, and where each stands in the file.

    Of several goals of one line each has an order.
    """

    address: str
    label: str
    pieces: dict[str, Piece]
    places: dict[str, str]
    order: int = 1


@dataclass(frozen=True)
class Unclear:
    """A number beside the threshold of a goal of which nothing decides what it is, and where it stands."""

    address: str
    piece: Piece
    place: str


@dataclass
class Goals:
    """Goals that stand in texts after each other under one heading."""

    heading: str
    goals: list[Goal] = field(default_factory=list)

    def read(self, table_no: int) -> ReadTable:
        """Return them as a table as it was read."""
        headings = _headings()
        rows, found = [], []
        for goal in self.goals:
            numbers = []
            for column, part in enumerate(PARTS, 1):
                if (piece := goal.pieces.get(part)) is not None:
                    address = (goal.address, column, goal.order)
                    cell = Cell(piece.printed, column, 1, goal.places[part])
                    found.append(Found(address, piece, cell, headings[part], goal.label))
                    numbers.append(number_of(address, piece))
            rows.append(Row(goal.address, goal.label, tuple(numbers)))
        used = {number.column_no for row in rows for number in row.numbers}
        columns = {column: headings[part] for column, part in enumerate(PARTS, 1) if column in used}
        return ReadTable(Table(table_no, self.heading, "", columns, tuple(rows)), found)


def number_of(address: tuple[str, int, int], piece: Piece) -> Number:
    """Return a number of a goal for the mapping: a share that a word says with its digits."""
    word = share_word().search(piece.printed)
    if word is None or re.search(r"\d", piece.printed):
        return Number(*address, piece.printed)
    digits = piece.printed[: word.start()] + f"{piece.readings[0]} %" + piece.printed[word.end() :]
    return Number(*address, piece.printed, reading=digits)


@cache
def share_word() -> re.Pattern[str]:
    """Return the words that say a share, the longest first."""
    words = sorted((row["word"] for row in table("share_words")), key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _headings() -> dict[str, str]:
    return {row["part"]: row["heading"] for row in table("goal_parts")}


def goals_told(
    parts: Sequence[Part | Text], fiscal_year: int | None
) -> tuple[list[Part | Text | Goals], list[Unclear]]:
    """Return the parts with the goals that their texts tell, each before its text, and what could not be told.

    What was taken is blank in the text that is left, so that nothing is read twice.
    """
    made: list[Part | Text | Goals] = []
    unclear: list[Unclear] = []
    heading, level = "", 0
    own: Goals | None = None
    orders: Counter[str] = Counter()
    for part in _with_judgements(_in_paragraphs(parts)):
        if isinstance(part, Part):
            own = None
            made.append(part)
            continue
        if part.level == CONTENTS:
            made.extend(part.texts)
            continue
        text = part.joined
        if part.level or not is_sentence(text.text):
            # what stands under a heading of goals is of them, also under a lower heading of its own
            is_below = bool(level) and part.level > level and not form("goal_context").search(text.text)
            if not is_below:
                heading, level = text.text, part.level
            own = None
        is_under_goals = bool(form("goal_context").search(heading))
        taken: list[Piece] = []
        if is_under_goals or form("goal_context").search(text.text):
            for one in told_in(text, fiscal_year):
                if isinstance(one, Unclear):
                    unclear.append(_on_its_line(one, part))
                    continue
                one = _begun_on_its_line(one, part)
                orders[one.address] += 1
                one = replace(one, order=orders[one.address])
                if own is None or any(other.address == one.address for other in own.goals):
                    own = Goals(heading if is_under_goals else _headings()["table"])
                    made.append(own)
                own.goals.append(one)
                taken.extend(one.pieces.values())
        made.extend(_without(part, taken))
    return made, unclear


def _in_paragraphs(parts: Sequence[Part | Text]) -> Iterator[Part | Paragraph]:
    """Yield the parts with the texts between them as paragraphs."""
    texts: list[Text] = []
    for part in parts:
        if isinstance(part, Text):
            texts.append(part)
            continue
        yield from paragraphs_of(texts)
        texts = []
        yield part
    yield from paragraphs_of(texts)


def _with_judgements(parts: Iterable[Part | Paragraph]) -> Iterator[Part | Paragraph]:
    """Yield paragraphs with the line below that only says how their goal was judged: `– Uppfyllt, utfall 34 %`."""
    before: Part | Paragraph | None = None
    for part in parts:
        if (
            isinstance(part, Paragraph) and isinstance(before, Paragraph) and part.level == before.level == 0
            and form("goal_judged").match(part.flat) and not form("goal_verdict").search(before.flat)
        ):  # fmt: skip
            before = Paragraph((*before.texts, *part.texts))
            continue
        if before is not None:
            yield before
        before = part
    if before is not None:
        yield before


def _on_its_line(one: Unclear, paragraph: Paragraph) -> Unclear:
    """Return a number beside a goal with its place on its own line."""
    spot = paragraph.begins_at(one.piece.start)
    if spot is None:
        return one
    end = min(spot.start + one.piece.end - one.piece.start, spot.end)
    return replace(one, address=spot.text.address, piece=replace(one.piece, start=spot.start, end=end))


def _begun_on_its_line(one: Goal, paragraph: Paragraph) -> Goal:
    """Return a goal under the line on which the first of its numbers begins."""
    spot = paragraph.begins_at(min(piece.start for piece in one.pieces.values()))
    return one if spot is None else replace(one, address=spot.text.address)


def _without(paragraph: Paragraph, pieces: Sequence[Piece]) -> Iterator[Text]:
    """Yield the texts of a paragraph with spaces for what was taken."""
    words = paragraph.printed
    for piece in pieces:
        words = words[: piece.start] + " " * (piece.end - piece.start) + words[piece.end :]
    start = 0
    for text in paragraph.texts:
        yield replace(text, text=words[start : start + len(text.text)])
        start += len(text.text) + 1


def goals_in_table(part: Part, fiscal_year: int | None) -> tuple[Goals | None, list[Unclear]]:
    """Return the goals that the lines of a table of sentences tell, and what could not be told."""
    titles = [text.text for text in part.titles if text.level or not is_sentence(text.text)][-1:]
    heads = [cell.text for line in part.headers for cell in line.cells]
    named = [text for text in titles if form("goal_context").search(text)]
    goals = Goals(named[0] if named else _headings()["table"])
    is_headed = any(form("goal_context").search(text) for text in heads)
    is_under_goals = bool(named) or is_headed
    unclear: list[Unclear] = []
    for line in part.lines:
        words = "\n".join(cell.text for cell in line.cells)
        if not is_under_goals and not form("goal_context").search(words):
            continue
        for one in told_in(Text(line.address, words), fiscal_year, line.cells, is_headed=is_headed):
            if isinstance(one, Goal) and not any(other.address == one.address for other in goals.goals):
                goals.goals.append(one)
            elif isinstance(one, Unclear):
                unclear.append(one)
            else:
                # a line is one row
                unclear.extend(Unclear(one.address, piece, one.places[name]) for name, piece in one.pieces.items())
    return goals if goals.goals else None, unclear


def told_in(
    text: Text, fiscal_year: int | None, cells: Sequence[Cell] = (), *, is_headed: bool = False
) -> Iterator[Goal | Unclear]:
    """Yield the goals of a text, and the numbers beside a threshold that may be its outcome or not.

    Args:
        text: a paragraph, or the cells of a line under each other.
        fiscal_year: the report's own.
        cells: those of the line.
        is_headed: whether a heading over the cells says that goals stand there: they need not say so themselves.

    """
    flat = plain(text.text)
    # where each sentence begins and ends, and the numbers in it
    sentences: list[tuple[int, int, list[Amount]]] = []
    start = 0
    for end in (*SENTENCE.finditer(flat), None):
        stop, following = (end.start(), end.end()) if end else (len(flat), 0)
        sentences.append((start, stop, list(_amounts(flat, start, stop, is_headed))))
        start = following
    goals = [
        n
        for n, (start, stop, amounts) in enumerate(sentences)
        if any(one.is_target for one in amounts) or _is_budget_kept(flat[start:stop])
    ]
    for n, first in enumerate(goals):
        last = goals[n + 1] if n + 1 < len(goals) else len(sentences)
        own = sentences[first:last]
        targets = [one for one in own[0][2] if one.is_target]
        verdict = next((found for start, stop, _ in own if (found := _verdict(text.text, flat, start, stop))), None)
        if not targets:
            # the budget is the threshold, and what it is stands in another table
            if verdict is not None:
                place = _place(text, cells, verdict.end - 1)
                yield Goal(text.address, _headings()["budget"], {"verdict": verdict}, {"verdict": place})
            continue
        stop = own[0][1] if verdict is None else min(own[0][1], max(verdict.start, targets[0].end))
        label = short_name(flat[own[0][0] : stop], targets[0], own[0][0])
        near = [
            (one, flat[start:stop])
            for start, stop, amounts in own
            for one in amounts
            if not one.is_target and _is_alike(one, targets[0])
        ]
        outcomes = [
            one for one, sentence in near if _is_outcome(one, sentence, label, verdict is not None, fiscal_year)
        ]
        is_clear = len(targets) == 1 and bool(label)
        pieces = {"target": _piece(text.text, targets[0])} if is_clear else {}
        if is_clear and verdict is not None:
            pieces["verdict"] = verdict
        if is_clear and len(outcomes) == 1:
            pieces["outcome"] = _piece(text.text, outcomes[0])
        elif not is_clear or outcomes or verdict is not None:
            for one in [*([] if is_clear else targets), *(one for one, _ in near)]:
                yield Unclear(text.address, _piece(text.text, one), _place(text, cells, one.end - 1))
        if pieces:
            places = {name: _place(text, cells, piece.end - 1) for name, piece in pieces.items()}
            yield Goal(text.address, label, pieces, places)


def _is_budget_kept(sentence: str) -> bool:
    """Tell whether a sentence has the goal to keep within a budget that it does not print."""
    is_told = form("goal_modal").search(sentence) or form("goal_verdict").search(sentence)
    return bool(is_told and form("goal_budget").search(sentence))


def _place(text: Text, cells: Sequence[Cell], at: int) -> str:
    """Return where a sign of a text stands in the file: that of its cell, where it is made of cells."""
    for cell in cells:
        if at <= len(cell.text):
            return cell.place
        at -= len(cell.text) + 1
    return text.place_at(at)


def _amounts(flat: str, start: int, stop: int, is_headed: bool) -> Iterator[Amount]:
    """Yield the numbers of a sentence that are no years, with whether they are a threshold.

    Under a heading of goals a cell that is a number alone counts what the goal beside it does.
    """
    is_told = is_headed or bool(form("goal_modal").search(flat[start:stop]))
    named = form("goal_number").match(flat[start:stop])
    first = start + (named.end() if named else 0)
    for match in share_word().finditer(flat, first, stop):
        bound = form("goal_bound").search(flat[start : match.start()])
        if is_told and bound:
            percent = next(row["percent"] for row in table("share_words") if row["word"] == match.group().lower())
            before, after = flat[start : match.start()], flat[match.end() : stop]
            yield Amount("share", "", percent, start + bound.start(), match.end(), True, before, after)
    for match in AMOUNT.finditer(flat, first, stop):
        before, after = flat[start : match.start()], flat[match.end() : stop]
        kind = next((kind for kind in ("share", "money", "count") if match.group(kind)), "")
        noun = (match.group("noun") or "").lower()
        bound = form("goal_bound").search(before)
        if YEAR.fullmatch(match.group(1)) and not kind and not bound:
            continue
        is_target = is_told and bool(bound or (kind == "share" and form("goal_aim").match(after)))
        is_alone = is_headed and flat[start:stop].strip() == match.group()
        if not kind and not is_target and not noun and not is_alone:
            continue
        reading = re.sub(r"[ .']", "", match.group(1)) + (match.group(2) or "")
        begin = start + bound.start() if bound and is_target else match.start()
        end = match.end() if kind else match.end(2) if match.group(2) else match.end(1)
        yield Amount(kind or "other", noun, reading, begin, end, is_target, before, after)


def _is_alike(one: Amount, target: Amount) -> bool:
    """Tell whether two numbers count the same: shares, money, persons, or things of one name or of none."""
    if one.kind == "other" and not one.noun:
        return target.kind in ("count", "other")
    return one.kind == target.kind and (one.kind != "other" or words_of(one.noun) == words_of(target.noun))


def _is_outcome(one: Amount, sentence: str, label: str, is_judged: bool, fiscal_year: int | None) -> bool:
    """Tell whether a number beside a goal is its outcome: by the words before it, where none speaks against it."""
    years = {int(year) for year in YEAR.findall(sentence)}
    if form("goal_doubt").search(sentence) or years - {fiscal_year}:
        return False
    if form("goal_reached").match(one.after):
        return True
    if form("goal_outcome").search(one.before):
        return bool(re.search(r"\w", one.before)) or is_judged
    return bool(form("goal_is").search(one.before) and words_of(label) & words_of(one.before))


def _verdict(text: str, flat: str, start: int, stop: int) -> Piece | None:
    """Return how a sentence judges a goal."""
    found = form("goal_verdict").search(flat[start:stop])
    if found is None:
        return None
    printed = text[start + found.start() : start + found.end()]
    # without the dash or the mark that it stands behind
    begin = start + found.start() + LEADING.match(printed).end()  # type: ignore[union-attr]
    printed = text[begin : start + found.end()].strip()
    return Piece(printed, "text", (), begin, begin + len(printed))


def _piece(text: str, one: Amount) -> Piece:
    kind = "percent" if one.kind == "share" else "number"
    return Piece(text[one.start : one.end], kind, (one.reading,), one.start, one.end)


def short_name(sentence: str, target: Amount, start: int) -> str:
    """Return what a goal is about: its sentence without its number, threshold and words of grammar, cut short.

    Neither sentences nor names of people enter the rows of a report.
    """
    named = form("goal_number").match(sentence)
    before = sentence[named.end() if named else 0 : target.start - start]
    if form("goal_named").search(before):
        # the goal stands elsewhere, and what is told of it here is said of its name
        return ""
    after = CLAUSE.split(sentence[target.end - start :])[0]
    before, after = PERSON.sub(" ", before), PERSON.sub(" ", after)
    verb = form("goal_verb")
    is_turned = form("goal_clause").search(before) and not form("goal_negation").match(sentence[target.start - start :])
    if verb.search(after) or is_turned:
        # the words after the number are the goal by themselves
        before = ""
    words = [word for side in (before, after) for word in WORD.findall(side) if not verb.fullmatch(word)]
    # what has decimals is a mean or a rating and counts nothing
    if target.kind == "count" or (target.kind == "other" and target.reading.isdigit()):
        printed = WORD.findall(sentence[target.start - start : target.end - start])
        counted = printed[-1:] if target.kind == "count" else []
        words = [_headings()["counted"], *counted, *WORD.findall(after), *WORD.findall(before)]
        words = [word for word in words if not verb.fullmatch(word)]
    filler = form("goal_filler")
    kept = words[: int(constant("name_words")) - 1]
    while kept and filler.fullmatch(kept[0]):
        kept.pop(0)
    while kept and (filler.fullmatch(kept[-1]) or len(" ".join(kept)) > constant("goal_letters")):
        kept.pop()
    name = " ".join(kept)
    return name[:1].upper() + name[1:]
