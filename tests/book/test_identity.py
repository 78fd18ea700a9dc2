from __future__ import annotations

from datetime import date

from tests.book.conftest import WrittenBook

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(number: str) -> str:
    return "10X98765432"[sum(int(c) * w for c, w in zip(number[:17], WEIGHTS, strict=True)) % 11]


def test_no_two_customers_share_an_identity_number(book: WrittenBook) -> None:
    numbers = book.rows("SELECT resident_id FROM customers WHERE resident_id IS NOT NULL")
    assert len(numbers) > 29_000
    assert len(set(numbers)) == len(numbers)


def test_identity_numbers_have_a_valid_check_digit(clean_book: WrittenBook) -> None:
    numbers = clean_book.rows("SELECT resident_id FROM customers WHERE resident_id IS NOT NULL")
    assert all(len(n) == 18 and n[17] == check_character(n) for (n,) in numbers)


def test_identity_numbers_lie_in_an_area_that_is_never_assigned(book: WrittenBook) -> None:
    assert book.rows(
        "SELECT DISTINCT left(resident_id, 2) FROM customers WHERE resident_id IS NOT NULL"
    ) == [("99",)]


def test_an_identity_number_tells_birth_date_and_sex(clean_book: WrittenBook) -> None:
    people = clean_book.rows(
        "SELECT resident_id, birth_date, sex FROM customers WHERE resident_id IS NOT NULL"
    )
    for number, born, sex in people[:5_000]:
        assert date.fromisoformat(number[6:14]) == born
        assert sex == ("male" if int(number[16]) % 2 else "female")


def test_ten_million_rows_have_different_places_in_the_register() -> None:
    import numpy as np

    from kefen.book.draws import Block
    from kefen.book.people import MOST_CUSTOMERS, _identity

    seen = np.zeros(MOST_CUSTOMERS, dtype=np.bool_)
    sequence, area = _identity(Block(seed=7, number=0, as_of_day=0, size=MOST_CUSTOMERS))
    seen[area * 1_000 + sequence] = True
    assert seen.all()


def test_only_citizens_have_an_identity_number(book: WrittenBook) -> None:
    assert book.rows(
        "SELECT DISTINCT nationality FROM customers WHERE resident_id IS NOT NULL"
    ) == [("mainland",)]


def test_employer_codes_have_a_valid_check_character(book: WrittenBook) -> None:
    codes = book.rows(
        'SELECT DISTINCT "employer.code" FROM customers WHERE "employer.code" IS NOT NULL'
    )
    for (code,) in codes:
        values = [CHARACTERS.index(c) for c in code]
        total = sum(value * 3**place for place, value in enumerate(values[:17]))
        assert values[17] == (31 - total % 31) % 31
        assert code[2:4] == "99"


def test_the_file_says_that_nobody_in_it_is_real(book: WrittenBook) -> None:
    marks = dict(
        book.rows(f"SELECT key, value FROM parquet_kv_metadata('{book.folder}/customers.parquet')")
    )
    assert marks[b"synthetic"] == b"no row describes a person"
    assert book.one("SELECT count(*) FROM customers WHERE customer_id NOT LIKE 'SYN%'") == 0
