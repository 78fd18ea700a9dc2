"""Texts as banks send them: bytes of two encodings, stray quotation marks, lines above the header, rows of totals."""

from __future__ import annotations

import pytest

from kefen import InputError

HEADER = "客户号,备注,信用卡24个月还款状态\n"


def lines_of(done):
    return [(row["line"], row["reason"]) for row in done.quarantine]


# --- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["女", "硕士", "女01"])
def test_words_of_gbk_that_are_good_utf8_are_read_as_gbk(grade, word):
    done = grade(f"customer_id,x,card_history\n{word},,4\n".encode("gb18030"))
    assert done.ids == [word]
    assert done.summary.source.encoding == "GB18030"
    assert any("--encoding utf-8" in words.en for words in done.summary.warnings)


def test_an_encoding_that_was_asked_for_is_not_judged(grade):
    text = "customer_id,card_history\ncafé,4\n".encode()
    assert grade(text).ids == ["caf茅"]
    assert grade(text, encoding="utf-8").ids == ["café"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_sets_its_row_aside_and_all_others_are_decided(grade, encoding):
    rows = [f"{n},备注,4\n".encode(encoding) for n in "ABCDE"]
    rows[2] = b"C,\xff\xff,4\n"
    done = grade(HEADER.encode(encoding) + b"".join(rows))
    assert done.ids == ["A", "B", "D", "E"]
    assert lines_of(done) == [("4", "bytes")]
    assert done.summary.source.encoding.lower() == encoding


def test_a_row_in_another_encoding_than_its_file_is_set_aside(grade):
    rows = [f"{n},正常的客户,4\n".encode("gb18030") for n in "ABC"]
    rows.insert(1, "D,李四,4\n".encode())
    done = grade(HEADER.encode("gb18030") + b"".join(rows))
    assert done.ids == ["A", "B", "C"]
    assert lines_of(done) == [("3", "bytes")]


def test_a_file_of_which_most_lines_are_bad_is_refused(grade):
    with pytest.raises(InputError, match="is neither UTF-8 nor GB18030"):
        grade(b"customer_id,card_history\n" + b"A\xff\xff,4\n" * 9)


def test_a_header_with_a_bad_byte_is_refused(grade):
    with pytest.raises(InputError, match="is neither UTF-8 nor GB18030"):
        grade(b"customer_id,\xff\xff,card_history\n" + b"A,,4\nB,,4\nC,,4\n")


# --- quotation marks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('A,1,"', 'C,2,"'),
        ('"A,1,4', 'C",2,4'),
        ('A,"1,4', 'C,2",4'),
    ],
)
def test_two_stray_quotes_merge_no_customers(grade, first, second):
    done = grade(f"customer_id,x,card_history\n{first}\nB,1,4\n{second}\nD,1,4\n")
    assert done.ids == ["D"]
    assert lines_of(done) == [("2", "run together"), ("3", "run together"), ("4", "run together")]
    assert done.summary.rows == 4


def test_a_quote_that_ends_within_a_word_sets_its_own_row_aside(grade):
    done = grade('customer_id,x,card_history\nA,"5 inch,4\nB,1,4\nC,5" wide,4\n')
    assert done.ids == ["B", "C"]
    assert lines_of(done) == [("2", "quotes")]


def test_a_quote_that_is_never_closed_sets_its_own_row_aside(grade):
    done = grade('customer_id,x,card_history\nA,"1,4\nB,1,4\nC,1,4\n')
    assert done.ids == ["B", "C"]
    assert lines_of(done) == [("2", "quotes")]


def test_a_quote_within_a_text_is_a_letter(grade):
    assert grade('customer_id,x,card_history\nA,5" tv,4\nB,1,4\n').ids == ["A", "B"]


def test_a_text_of_two_lines_is_a_text(grade):
    done = grade('customer_id,x,card_history\nA,"road 1\nhouse 2",4\nB,1,x\nC,1,4\n')
    assert done.ids == ["A", "C"]
    assert lines_of(done) == [("4", "not in domain")]


def test_both_counts_of_columns_are_told(grade):
    done = grade("customer_id,x,card_history\nA,1,4\nB,1,2,4\n")
    assert done.quarantine[0]["explanation"].startswith("4 columns, while the header has 3")


def test_a_row_after_many_blank_and_broken_lines_keeps_its_line(grade):
    done = grade('customer_id,x,card_history\n\n\nA,"1\n2",4\nB\n"C,1,4\nD,1,x\n\nE,1,y\n')
    assert lines_of(done) == [("6", "columns"), ("7", "quotes"), ("8", "not in domain"), ("10", "not in domain")]  # fmt: skip


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\ufffd"])
def test_a_key_that_holds_a_line_break_or_a_lost_sign_is_set_aside(grade, sign):
    done = grade(f'customer_id,x,card_history\n"A{sign}1",1,4\nB,1,4\n')
    assert done.ids == ["B"]
    assert done.quarantine[0]["line"] == "2"


# --- what stands above the header, and below --------------------------------------------------------


def test_a_header_with_a_line_break_is_one_name(grade):
    done = grade('"客户\n号","card_history"\nA,4\nB,x\n')
    assert done.ids == ["A"]
    assert lines_of(done) == [("4", "not in domain")]


@pytest.mark.parametrize("above", ["客户清单\n", "# made today\n# by nobody\n", '"a title"\n\n'])
def test_lines_above_the_header_are_skipped_when_told(grade, above):
    text = above + "customer_id,card_history\nA,4\nB,x\n"
    count = above.count("\n")
    with pytest.raises(InputError, match=f"line 1 was taken as .*: --skip-lines {count}"):
        grade(text)
    done = grade(text, skip_lines=count)
    assert done.ids == ["A"]
    assert lines_of(done) == [(str(count + 3), "not in domain")]
    assert done.summary.source.header_line == count + 1


@pytest.mark.parametrize("sign", [";", "|", "\t"])
def test_a_line_that_names_the_delimiter_is_obeyed(grade, sign):
    done = grade(f"sep={sign}\ncustomer_id{sign}card_history\nA{sign}4\n")
    assert done.ids == ["A"]
    assert done.summary.source.header_line == 2


@pytest.mark.parametrize("word", ["合计", "总计：", "小计", "Total", "Total:"])
def test_a_row_of_totals_is_no_customer(grade, word):
    done = grade(f"customer_id,card_history\nA,4\n{word},\nB,4\n{word},\n")
    assert done.ids == ["A", "B"]
    assert lines_of(done) == [("3", "total"), ("5", "total")]


def test_the_summary_names_how_the_file_was_read(grade):
    done = grade("客户号;card_history\nA;4\n".encode("gb18030"))
    assert "read: in.csv, GB18030, delimiter `;`, header in line 1" in done.summary.text("en")
