"""Simple formulas of sheets, for cells whose value was not stored: sums, arithmetic, references over sheets."""

import datetime
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r'|("(?:[^"]|"")*")'
    r"|((?:(?:'(?:[^']|'')+'|[A-Za-zÅÄÖåäö_][\wÅÄÖåäö.]*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?(?![\w(]))"
    r"|([A-Za-z_.][A-Za-z0-9_.]*)(?=\()"
    r"|(TRUE|FALSE)\b"
    r"|(<=|>=|<>|[-+*/^&=<>(),;%:]))"
)
REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
# how deep references may reach before a workbook is taken for hostile or circular
DEEPEST = 200
EPOCH = datetime.datetime(1899, 12, 30)
Value = float | str | bool
Cells = Callable[[str, int, int], "Value | None"]


class FormulaError(Exception):
    """The formula cannot be computed here."""


def column_number(letters: str) -> int:
    """Return the number of a column from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Formula:
    """Computes one formula."""

    def __init__(self, text: str, sheet: str, cells: Cells) -> None:
        self.sheet, self.cells = sheet, cells
        self.tokens: list[tuple[int, str]] = []
        place = 0
        text = text.lstrip("=")
        while place < len(text.rstrip()):
            match = TOKEN.match(text, place)
            if not match or match.end() == place:
                raise FormulaError(text)
            self.tokens.append((match.lastindex or 0, match.group(match.lastindex or 0)))
            place = match.end()
        self.at = 0

    def value(self) -> Value:
        """Return the value of the formula.

        Raises:
            FormulaError: it holds something that is not known here, or divides by zero.

        """
        found = self._compare()
        if self.at < len(self.tokens):
            raise FormulaError("end")
        return found

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self) -> tuple[int, str]:
        if self.at >= len(self.tokens):
            raise FormulaError("end")
        self.at += 1
        return self.tokens[self.at - 1]

    def _compare(self) -> Value:
        left = self._joined()
        while self._peek() in ("=", "<", ">", "<=", ">=", "<>"):
            operator = self._take()[1]
            right = self._joined()
            if isinstance(left, str) or isinstance(right, str):
                equal = str(left).lower() == str(right).lower()
                if operator not in ("=", "<>"):
                    raise FormulaError(operator)
                left = equal if operator == "=" else not equal
                continue
            left = {
                "=": left == right,
                "<>": left != right,
                "<": left < right,
                ">": left > right,
                "<=": left <= right,
                ">=": left >= right,
            }[operator]
        return left

    def _joined(self) -> Value:
        left = self._sum()
        while self._peek() == "&":
            self._take()
            left = _text(left) + _text(self._sum())
        return left

    def _sum(self) -> Value:
        left = self._product()
        while self._peek() in ("+", "-"):
            operator = self._take()[1]
            right = number(self._product())
            left = number(left) + right if operator == "+" else number(left) - right
        return left

    def _product(self) -> Value:
        left = self._power()
        while self._peek() in ("*", "/"):
            operator = self._take()[1]
            right = number(self._power())
            if operator == "/" and right == 0:
                raise FormulaError("#DIV/0!")
            left = number(left) * right if operator == "*" else number(left) / right
        return left

    def _power(self) -> Value:
        left = self._signed()
        while self._peek() == "^":
            self._take()
            exponent = number(self._signed())
            if abs(exponent) > 100:
                raise FormulaError("^")
            left = float(number(left) ** exponent)
        return left

    def _signed(self) -> Value:
        if self._peek() in ("-", "+"):
            operator = self._take()[1]
            found = number(self._signed())
            return -found if operator == "-" else found
        atom = self._atom()
        while self._peek() == "%":
            self._take()
            atom = number(atom) / 100
        return atom

    def _atom(self) -> Value:
        kind, text = self._take()
        if kind == 1:
            return float(text)
        if kind == 2:
            return text[1:-1].replace('""', '"')
        if kind == 3:
            values = list(self._range(text))
            if len(values) != 1:
                raise FormulaError(text)
            return values[0] if values[0] is not None else 0.0
        if kind == 4:
            return self._function(text.upper())
        if kind == 5:
            return text.upper() == "TRUE"
        if text == "(":
            found = self._compare()
            self._expect(")")
            return found
        raise FormulaError(text)

    def _expect(self, text: str) -> None:
        if self._take()[1] != text:
            raise FormulaError(text)

    def _range(self, text: str) -> Iterator[Value | None]:
        sheet, _, place = text.rpartition("!")
        name = sheet.strip("'").replace("''", "'") or self.sheet
        corners = REFERENCE.findall(place)
        (left, top), (right, bottom) = corners[0], corners[-1]
        columns = sorted((column_number(left), column_number(right)))
        rows = sorted((int(top), int(bottom)))
        if (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1) > 100_000:
            raise FormulaError(text)
        for row in range(rows[0], rows[1] + 1):
            for column in range(columns[0], columns[1] + 1):
                yield self.cells(name, row, column)

    def _function(self, name: str) -> Value:
        self._expect("(")
        if name in ("IF", "IFERROR"):
            return self._condition(name)
        values: list[Value | None] = []
        counts: list[int] = []
        while self._peek() != ")":
            kind, text = self.tokens[self.at] if self.at < len(self.tokens) else (0, "")
            alone = self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][1] in (",", ";", ")")
            if kind == 3 and alone:
                self._take()
                found = list(self._range(text))
            else:
                found = [self._compare()]
            values.extend(found)
            counts.append(len(found))
            if self._peek() in (",", ";"):
                self._take()
        self._expect(")")
        return _apply(name, values)

    def _condition(self, name: str) -> Value:
        """Compute IF and IFERROR: what is not chosen is not computed."""
        parts: list[tuple[int, int]] = []
        depth, start = 0, self.at
        while True:
            text = self._peek()
            if text == "":
                raise FormulaError(name)
            if depth == 0 and text in (",", ";", ")"):
                parts.append((start, self.at))
                start = self.at + 1
                if text == ")":
                    break
            depth += (text == "(") - (text == ")")
            self.at += 1
        end = self.at + 1

        def part(n: int) -> Value:
            inner = Formula("", self.sheet, self.cells)
            inner.tokens = self.tokens[slice(*parts[n])]
            return inner.value()

        try:
            first = part(0)
        except FormulaError:
            if name != "IFERROR":
                raise
            found = part(1)
        else:
            chosen = 0 if name == "IFERROR" else 1 if first else 2
            found = first if name == "IFERROR" else part(chosen) if chosen < len(parts) else False
        self.at = end
        return found


def number(value: Value | None) -> float:
    """Return a value as a number.

    Raises:
        FormulaError: it is a text.

    """
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise FormulaError(value)
    return float(value)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else f"{float(value):g}"


def _apply(name: str, values: list[Value | None]) -> Value:
    """Return the value of a function of numbers; texts and empty cells of ranges do not count."""
    if name == "SUBTOTAL":
        if not values or number(values[0]) not in (9, 109):
            raise FormulaError(name)
        name, values = "SUM", values[1:]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if name == "SUM":
        # a float sum of öre must not end on 0.49999999
        return float(sum((Decimal(repr(value)) for value in numbers), Decimal(0)))
    if name == "ROUND" and len(values) == 2:
        place = Decimal(1).scaleb(-int(numbers[1]))
        return float(Decimal(repr(numbers[0])).quantize(place, ROUND_HALF_UP))
    if name == "ABS" and len(numbers) == 1:
        return abs(numbers[0])
    if name in ("MIN", "MAX") and numbers:
        return min(numbers) if name == "MIN" else max(numbers)
    if name == "AVERAGE" and numbers:
        return sum(numbers) / len(numbers)
    if name == "DATE" and len(numbers) == 3:
        year, month, day = (int(value) for value in numbers)
        return float((datetime.datetime(year, month, day) - EPOCH).days)
    if name == "YEAR" and len(numbers) == 1:
        return float((EPOCH + datetime.timedelta(days=numbers[0])).year)
    if name == "COUNT":
        return float(len(numbers))
    if name == "PRODUCT" and numbers:
        product = 1.0
        for value in numbers:
            product *= value
        return product
    raise FormulaError(name)
