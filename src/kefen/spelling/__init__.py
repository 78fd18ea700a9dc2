"""What a spelling means: the one reader of values, for every door and every engine.

A door hands over a text as it stands, or a typed value; nobody else strips, maps or guesses. What is not certainly what
it says is refused with a reason: half a date, a code that cannot be one, a number that Excel has cut, an error cell, a
word for nothing where a number should stand.
"""

from kefen.spelling.cleaning import BLANKS, Convert, NotAccepted
from kefen.spelling.codes import PLAIN, to_code
from kefen.spelling.days import to_day
from kefen.spelling.reader import convert_to
from kefen.spelling.words import FLAG_WORDS, outside_of

__all__ = [
    "BLANKS",
    "FLAG_WORDS",
    "PLAIN",
    "Convert",
    "NotAccepted",
    "convert_to",
    "outside_of",
    "to_code",
    "to_day",
]
