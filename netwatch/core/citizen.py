"""What a call taker's one line says of the citizen: a phone number, a name, and the complaint that remains.

Personal data: nothing here is logged, and the values do not show in a repr.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers

_COUNTRY = 62
_FEWEST_DIGITS = 9  # with the leading 0: an area code of three digits and a subscriber's number of six
_MOST_DIGITS = 16  # +62 (0) and twelve
_KINDS = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)

_START = re.compile(r"(?<!\d)(?<!\d[-./:,])(?<!\+)(?:\(?\+62\)?|\(?0(?=[-. ]?\d)|62(?=[-. ]?8|\d{4}))")
_GROUP = re.compile(r"(?P<gap> ?[-.] ?|\) ?-? ?| ?\(| )?(?P<digits>\d+)")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_TIME = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_NO_PHONE = re.compile(
    rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?:[:/]\d{{1,5}})?(?![\d.]\d|\d)"  # an IPv4 address
    rf"|(?<![\d./-]){_DAY}(?P<s>[-/.]){_MONTH}(?P=s)(?:(?:19|20)\d\d|\d\d)(?![-./]?\d)"
    rf"|(?<![\d./-])(?:19|20)\d\d-{_MONTH}-{_DAY}(?!\d)"
    rf"|(?<![\d./-]){_TIME}(?:[.:][0-5]\d(?!\d))?(?: ?- ?{_TIME})?(?![.:]?\d|-\d{{3}})"
)
_LABEL = re.compile(
    r"(?:(?<!\w)(?:no(?:mor|mer)?\b[. ]*)?(?:(?:hp|wa|tel|telp|telepon|tlp|kontak|cp)\b[. ]*)?[:(]?\s*)$",
    re.IGNORECASE,
)

_BREAK = "\n"  # stands where something was taken out, so that no name reaches across
_NAME_MARK = re.compile(r"(?<!\w)(?:a ?[./] ?n\b ?\.?|an\.|atas +nama\b)[ :]*", re.IGNORECASE)
_WORD = re.compile(r" *(?P<word>[^\W\d_]+(?:['’`-][^\W\d_]+)*\.?)(?P<end>[,;:/)]|$|(?=[ (\n]))")
_TITLE = re.compile(
    "pak|bu|bapak|ibu|bpk|sdr|sdri|h|hj|haji|hajah|ust|ustadz|drs|dra|dr|ir|kang|mas|mbak", re.IGNORECASE
)
_NO_NAME = re.compile(
    "ada|alamat|atau|bilang|blank|cctv|dan|dari|dengan|di|down|error|ga|gak|ganggu|gangguan|hilang"
    "|hotspot|hp|ini|internet(?:nya)?|jam|jaringan(?:nya)?|kabel|karena|kata|kec|kecamatan|kel"
    "|kelurahan|kemarin|kena|koneksi|kontak|lambat|lapor|laporan|lelet|lemot|listrik|los|mati"
    "|melapor|mengeluh|minta|modem|nggak|no|nomor|offline|pada|padam|pagi|puskesmas|putus|router|rt"
    "|rumah|rusak|rw|sdn|sejak|siang|sinyal(?:nya)?|sma|smk|smp|speed|sudah|sulit|tadi|tak|tdk"
    "|telepon|telp|tiang|tidak|tlp|trouble|via|wa|warga|wifi(?:nya)?|yang",
    re.IGNORECASE,
)
_VIA = re.compile(
    r"[(, ]*\b(?:via|lewat|dari|melalui|by)\s+(?P<channel>wa|whatsapp|whats app|sms|telepon|telpon|telp|tlp)\b\)?",
    re.IGNORECASE,
)
_CHANNEL = {"wa": "wa", "whatsapp": "wa", "whats app": "wa", "sms": "sms"}
PHONED = "telepon"
"""How citizens reach a call taker unless the line says otherwise."""

_MOST_WORDS = 5
_MOST_SMALL_WORDS = 3
_LONGEST_INITIAL = 4  # with its full stop; after a longer word it ends a sentence


@dataclass(frozen=True, slots=True)
class CallersLine:
    """`phone` in E.164; `channel` is telepon, wa or sms; `complaint` is what remains of the line without them and
    their labels."""

    complaint: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    channel: str = field(default=PHONED, repr=False)


def read_line(line: str) -> CallersLine:
    """Takes a call taker's line apart.

    Of several phone numbers the first mobile one counts, else the first; the others stay in the complaint.
    """
    text = re.sub(r"[‐‑‒–—]", "-", " ".join(line.split()))
    channel = PHONED
    if via := _VIA.search(text):
        channel = _CHANNEL.get(via["channel"].casefold(), PHONED)
        text = f"{text[: via.start()]}{_BREAK}{text[via.end() :]}"
    phone = None
    found = sorted(_phones(text), key=lambda each: not each.mobile)
    if found:
        phone = found[0].e164
        label = _LABEL.search(text, 0, found[0].start)
        start = label.start() if label else found[0].start
        text = f"{text[:start]}{_BREAK}{text[found[0].end :].removeprefix(')')}"
    name, text = _take_name(text)
    return CallersLine(_tidy(text), name, phone, channel)


def mask_phone(phone: str) -> str:
    """`+62 812-****-7890`: country, area, at most the last four digits; `****` for what is no number."""
    try:
        number = phonenumbers.parse(phone, "ID")
    except phonenumbers.NumberParseException:
        return "****"
    national = phonenumbers.national_significant_number(number)
    if not phonenumbers.is_possible_number(number):
        return "****"
    known = phonenumbers.length_of_national_destination_code(number)
    area = national[: min(known, 3)]
    shown = min(4, (len(national) - len(area)) // 2)
    return f"+{number.country_code} " + "-".join(part for part in (area, "****", national[-shown:]) if part)


def mask_name(name: str) -> str:
    """`B*** S***`: the first letter of each word, and no word's length."""
    return " ".join(f"{word[0]}***" for word in name.split())


@dataclass(frozen=True, slots=True)
class _Phone:
    start: int
    end: int
    e164: str = field(repr=False)
    mobile: bool


def _phones(text: str) -> Iterator[_Phone]:
    """What may be a phone number, from the left; one may begin within another (`rt 05 62812 3456 7890`)."""
    hidden = _NO_PHONE.sub(lambda other: "x" * len(other[0]), text)
    position = 0
    while start := _START.search(hidden, position):
        phone = _phone_at(hidden, start)
        if phone is not None:
            yield phone
        position = start.start() + 1


def _phone_at(text: str, start: re.Match[str]) -> _Phone | None:
    """The number whose groups of digits begin at `start`; a number never ends within a group.

    It grows by groups as long as they look like more of it. Once it is a valid number, a shorter group of one
    or two digits, or one set off in another way, belongs to the text (`0231-204567 3 unit mati`).
    """
    best: _Phone | None = None
    digits = start[0].strip("()")
    position, gap_before, size_before, groups = start.end(), None, 0, 0
    while len(digits) < _MOST_DIGITS and (group := _GROUP.match(text, position)):
        gap, size = (group["gap"] or "").strip() or group["gap"], len(group["digits"])
        if best is not None:
            whole_before = groups == 1
            stray = size < 3 and size < size_before
            if (gap == " " and (whole_before or stray)) or (gap_before is not None and gap != gap_before):
                break
        digits += group["digits"]
        position = group.end()
        groups += 1
        # prefix and area code may be set off in their own way: (0231) 204-567, +62 812-3456-7890
        gap_before, size_before = (gap if groups > 1 and gap != ")" else None), size
        valid = _valid(digits)
        if valid is not None:
            best = _Phone(start.start(), position, *valid)
        elif best is not None:
            break
    return best


def _valid(digits: str) -> tuple[str, bool] | None:
    """E.164 and whether it is a mobile number; None for what is no Indonesian subscriber's number."""
    national = "0" + re.sub(r"^(?:\+?62)?0?", "", digits)  # +62 (0)812 is written too
    if len(national) < _FEWEST_DIGITS or national.startswith("00"):
        return None
    try:
        number = phonenumbers.parse(national, "ID")
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.number_type(number)
    if kind not in _KINDS or number.country_code != _COUNTRY:
        return None
    e164: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, kind == phonenumbers.PhoneNumberType.MOBILE


def _take_name(text: str) -> tuple[str | None, str]:
    """The name after `a.n.`, and the text without both.

    It ends at a comma or digit, at a word that complaints are made of, and, where it is capitalised, at a
    small letter; a name all in small letters is believed for three words.
    """
    mark = _NAME_MARK.search(text)
    if mark is None:
        return None, text
    words: list[str] = []
    position, most, capitals, named = mark.end(), _MOST_WORDS, False, False
    while len(words) < most and (found := _WORD.match(text, position)):
        word = found["word"]
        plain = word.rstrip(".")
        title = _TITLE.fullmatch(plain) is not None
        small = capitals and word[0].islower() and plain not in ("bin", "binti")
        if small or _NO_NAME.fullmatch(plain):
            break
        if not title and not named:
            named, capitals = True, word[0].isupper()
            most = _MOST_WORDS if capitals else len(words) + _MOST_SMALL_WORDS
        words.append(word)
        position = found.end()
        if found["end"] or (word.endswith(".") and not title and len(word) > _LONGEST_INITIAL):
            break
    if not words:
        return None, text
    return " ".join(words).rstrip("."), f"{text[: mark.start()]}{_BREAK}{text[position:]}"


def _tidy(text: str) -> str:
    text = " ".join(re.sub(r"\([\s,]*\)", " ", text).split())
    text = re.sub(r"(?: ?,)+", ",", text)
    return re.sub(r",? (?=[.;:)])", "", text).strip(" ,;:-/")
