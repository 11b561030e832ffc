"""Personal data: found in any spelling, and never shown further than its last digits."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from netwatch.core.citizen import mask_name, mask_phone, read_line

# numbers of four and eight behind an operator's prefix are Indonesian mobile numbers
mobiles = st.tuples(st.sampled_from(["812", "857", "878", "896"]), st.integers(10_000_000, 99_999_999))
gaps = st.sampled_from(["", " ", "-", "."])
prefixes = st.sampled_from(["0", "+62", "62", "+62 ", "+62-"])
phrases = st.sampled_from(["internet", "mati", "rt 05", "jam 07.30", "smp 4", "lemot,"])
words = st.lists(phrases, max_size=4).map(" ".join)


@given(mobiles, gaps, prefixes, words, words)
def test_a_mobile_number_is_found_in_any_spelling_anywhere(
    number: tuple[str, int], gap: str, prefix: str, before: str, after: str
) -> None:
    operator, rest = number[0], str(number[1])
    written = prefix + gap.join([operator, rest[:4], rest[4:]])
    read = read_line(f"{before} {written} {after}")
    assert read.phone == f"+62{operator}{rest}"
    assert rest[4:] not in read.complaint
    assert sorted(re.findall(r"\w+", read.complaint)) == sorted(re.findall(r"\w+", f"{before} {after}"))


@given(st.text(max_size=120))
@example("0" * 60)
@example("08 " * 40)
@example("a.n. " * 20)
def test_any_line_is_read(line: str) -> None:
    read = read_line(line)
    assert read.phone is None or re.fullmatch(r"\+62\d{8,12}", read.phone)
    assert len(read.complaint) <= len(line)


@given(st.one_of(mobiles.map(lambda m: f"+62{m[0]}{m[1]}"), st.from_regex(r"\+?[0-9]{1,15}", fullmatch=True)))
def test_a_mask_shows_no_more_than_area_and_four_last_digits(phone: str) -> None:
    masked = mask_phone(phone)
    shown = re.fullmatch(r"(?:\+(\d{1,3}) (?:(\d{1,3})-)?\*{4}(?:-(\d{1,4}))?|\*{4})", masked)
    assert shown is not None, masked
    country, area, last = (each or "" for each in shown.groups())
    digits = re.sub(r"\D", "", phone)
    if country:
        assert len(last) * 2 <= len(digits) - len(area)
        assert digits.endswith(last)


@given(st.text(max_size=60))
def test_a_masked_name_tells_first_letters_only(name: str) -> None:
    assert mask_name(name).split() == [f"{word[0]}***" for word in name.split()]
