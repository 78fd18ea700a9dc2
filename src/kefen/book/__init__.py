"""The believable synthetic bank: a seeded book of customers, accounts and reference lists.

No row describes a person. Identity numbers lie in an area that is never assigned, with valid
check digits.
"""

from kefen.book.plan import FIXED_BOOK, BookManifest, BookPlan, Dirt, read_manifest
from kefen.book.writing import write_book

__all__ = ["FIXED_BOOK", "BookManifest", "BookPlan", "Dirt", "read_manifest", "write_book"]
