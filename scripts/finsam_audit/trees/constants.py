"""What the search for trees takes for granted, each with its reason. Odds are natural logarithms (nats).

`tests/python/test_tree_constants.py` notices when one changes.
"""

# --- is a row a sum? by its words, before any figure was looked at
TOTAL = 0.95  # summa, totalt: the exception is a heading over details that begins with the word
RESULT = 0.5  # resultat, netto, utgående: as often the first term of the next sum as a sum itself
ORDINARY = 0.01  # one ordinary label in a hundred names a sum (personalkostnader of an itemised statement)
OPENING = 0.004  # what is carried in from last year is a sum of nothing here
ORDINARY_ABOVE = 0.05  # in tables by purpose the group stands above its details, under an ordinary name
TOP_ABOVE = 0.25  # a table that begins with its whole is usual in statistics of participants

# --- which rows?
SINCE_LAST = 0.5  # the details since the last sum
ALL_OPEN = 0.3  # everything that no sum has taken in
ELSEWHERE = 0.2  # shared by all other beginnings

# --- with which signs? (total, result, ordinary): all plus; the rest is shared by all patterns of up to MIXED rows
PLAIN = {"total": 0.98, "result": 0.72, "ordinary": 0.90, "opening": 0.90}
MIXED_SHARE = {"total": 0.004, "result": 0.06, "ordinary": 0.04, "opening": 0.04}  # of a result costs may be unsigned
ROLLING_SHARE = 0.5  # a closing row that has an opening one: what goes out may be printed without its minus
SAID = 0.9  # rows that say that they are subtracted ("avgår") are
MIXED = 6  # more rows than this have so many patterns that one of them fits by chance
LEFT_OUT = 0.004  # a sum that leaves one of its rows out by design
LEFT_OUT_SUM = 50  # that row is itself a sum: so many times rarer
DOUBLED = 0.5  # two rows in succession, alike in label and in every figure, are one row printed twice
TURNED = 0.1  # a column whose sums are printed in the other sign than its rows

# --- what a column says
HOLDS = 0.98  # a sum that is there holds in a column, unless a slip is in it
SLIP = 0.02  # and has a slip otherwise
ABSENT = 0.02  # a total by name whose block lacks a row, paid for once whatever columns it is missing from
LEAST, MOST = 1.0, 9.0  # what a column that deviates costs: always something, else a slip would buy a tree
PROPORTIONAL = 0.004  # columns in proportion within this are one column (contributions by population)
# of slips: one digit or two exchanged; a sign; a neighbour's cell; a row left out or doubled; anything
DIGITS, SIGN, NEIGHBOUR, ROW, ANYTHING = 0.5, 0.1, 0.1, 0.1, 0.2

# --- when is a sum taken?
TAKEN = 4.0  # odds of 55: one wrong sum in a corpus of fifty tables, before deviations are looked at
TAKEN_BY_NAME = 1.0  # a row that says that it is a sum and holds in every column needs less
# a sum that deviates needs even odds where the sum above deviates by as much; no more than HOPELESS if two columns hold
WEAK = 0.0
HOPELESS = -4.0  # below this no words and no place (at most 3 nats) make a sum of it, not even a weak one
ASSUMED = 0.5  # what a total row costs whose block does not add up: less than taking none
ALONE = 2  # a total with one row before it, which agrees in none of more columns than this, is no sum of that row
PRINTED = 0.2  # of what a sum that lacks a row counts so much is printed at least, else its rows are others
BLOCK = 3  # so many rows are a list, whose total by name counts them even where it has one column
ALIKE = 3  # what one row says in a column is within such a factor of what it says in the others
WIDTH = 16  # stacks kept
BUDGET = 200_000  # looks at a set of rows; a table of forty rows needs some ten thousand

# --- columns
COLUMN = 0.02  # a column is that sum of two others, before any figure
COLUMN_BY_NAME = 0.3  # netto, avvikelse, totalt: by heading or measure
COLUMN_BY_MEASURES = 0.8  # a deviation over its budget and outcome
COLUMN_BY_SEX = 0.97  # women and men and what is headed by a total
COLUMN_BY_ALL = 0.8  # a total of all columns before it, three or more
COLUMN_BY_ROLLING = 0.9  # what is carried out, over what is carried in and all that lies between
ROLLED = 3  # columns between them: more have so many signs that some fit by chance
CARRIES = 3.0  # what each term must explain by itself, else it is a guest in another's sum
RUNS = 5  # a deviation that says good or bad turns its sign with the block: incomes, costs, result, and back
RUN = 3.0  # what each turn costs: it may begin at one row of twenty

# --- shares
SHARE_MISS = 3.0  # what a share cell that does not fit costs
SHARE_NAMED = 3.0  # a label that names its base is worth as much as one column of counts
SHARED = 3  # shares of so many rows that come to a hundred per cent make their row a sum; of fewer they do by chance
SHARE_HOLDS = 3  # so many cells hold before one is accused

# --- what is told: the odds that a sum holds only nearly, by design, by the words of its row
NEARLY = {"total": 0.0005, "result": 0.01, "ordinary": 0.05, "opening": 0.05}
NEARLY_WIDTH = 0.01  # differences by design are small: an exponential of one percent of the sum
NEARLY_HOLDS = 0.3  # and a column that holds exactly is seldom by accident
TOLD = 1.5  # odds of 4.5 over such a sum
# an overview that leaves out financial items agrees in two columns by chance
HELD_TO_ONE = 3  # unusual signs and ordinary rows: columns that hold to each that does not
LISTED = 4  # so many rows that are added come to an ordinary one by no chance: there as many columns hold as do not
