import pytest
from hypothesis import given
from hypothesis import strategies as st

from casa.lib.sms import GSM_BASIC, GSM_ESCAPED, Encoding, cut, repair, segments


@pytest.mark.parametrize(
    ("text", "count", "encoding", "units", "per_segment"),
    [
        ("", 0, "gsm-7", 0, 160),
        ("a", 1, "gsm-7", 1, 160),
        ("a" * 160, 1, "gsm-7", 160, 160),
        ("a" * 161, 2, "gsm-7", 161, 153),
        ("a" * 306, 2, "gsm-7", 306, 153),
        ("a" * 307, 3, "gsm-7", 307, 153),
        ("é" * 160, 1, "gsm-7", 160, 160),
        ("€" * 80, 1, "gsm-7", 160, 160),
        ("€" * 81, 2, "gsm-7", 162, 153),
        ("ж" * 70, 1, "ucs-2", 70, 70),
        ("ж" * 71, 2, "ucs-2", 71, 67),
        ("ж" * 134, 2, "ucs-2", 134, 67),
        ("ж" * 135, 3, "ucs-2", 135, 67),
        ("😀" * 35, 1, "ucs-2", 70, 70),
        ("😀" * 36, 2, "ucs-2", 72, 67),
        ("שלום", 1, "ucs-2", 4, 70),
    ],
)
def test_counts_at_the_edges(text, count, encoding, units, per_segment):
    found = segments(text)
    assert (found.count, found.encoding, found.units, found.per_segment) == (
        count,
        encoding,
        units,
        per_segment,
    )


def test_an_escaped_character_does_not_straddle_parts():
    assert segments("a" * 152 + "€" + "a" * 152).count == 3  # 306 septets, which would be two parts if it could
    assert segments("a" * 151 + "€" + "a" * 153).count == 2


def test_a_surrogate_pair_does_not_straddle_parts():
    assert segments("ж" * 66 + "😀" + "ж" * 66).count == 3  # 134 units, which would be two parts if it could
    assert segments("ж" * 65 + "😀" + "ж" * 67).count == 2


@pytest.mark.parametrize("whole", ["👨‍👩‍👧‍👦", "🇫🇷", "👍🏽", "e\u0301", "❤️"])
def test_what_a_reader_sees_as_one_character_is_not_cut(whole):
    size = sum(2 if ord(char) > 0xFFFF else 1 for char in whole)
    padding = "ж" * (67 - size + 1)
    assert segments(padding + whole + "ж" * 66).count == (3 if size + 66 > 67 else 2)
    assert segments(padding + whole + "ж" * (67 - size)).count == 2


def test_stacked_accents_longer_than_a_part_end():
    assert segments("a" + "\u0301" * 200).count == 3


def test_offenders_name_each_character_once_in_order():
    assert segments("It’s “fine” – isn’t it 😀").offenders == ("’", "“", "”", "–", "😀")
    assert segments("plain").offenders == ()


def test_repair_brings_a_pasted_text_back_to_one_part():
    pasted = "“Don’t worry” – the key’s in the box… 4\u00a0pm is fine. " + "a" * 80
    assert segments(pasted).count == 2
    repaired = repair(pasted)
    assert repaired.startswith("\"Don't worry\" - the key's in the box... 4 pm is fine. ")
    assert segments(repaired).encoding is Encoding.GSM_7
    assert segments(repaired).count == 1


def test_repair_leaves_addresses_names_and_other_scripts():
    text = "See https://example.com/a–b’s and www.example.com/x…, mail a–b@example.com; O’Brien’s door – 東京 😀"
    expected = "See https://example.com/a–b’s and www.example.com/x…, mail a–b@example.com; O’Brien's door - 東京 😀"
    assert repair(text, keep=["O’Brien", ""]) == expected


@given(st.text(max_size=400))
def test_any_text_is_counted(text):
    found = segments(text)
    assert (found.count == 0) == (text == "")
    assert found.count * found.per_segment >= found.units
    assert (found.encoding is Encoding.GSM_7) == (set(text) <= GSM_BASIC | GSM_ESCAPED)
    assert repair(repair(text)) == repair(text)


@given(st.text(alphabet="aé€{😀’ñ\n", max_size=400))
def test_a_text_is_cut_where_the_networks_cut_it(text):
    parts, counted = cut(text), segments(text)
    assert "".join(parts) == text
    assert len(parts) == counted.count
    assert all(part for part in parts)


def test_an_escape_is_not_cut_in_two():
    assert [len(part) for part in cut("a" * 152 + "€" + "a" * 30)] == [152, 31]
