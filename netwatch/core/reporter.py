"""What a call taker writes when asked for the citizen's name and phone number. Personal data: never logged."""

import re
from dataclasses import dataclass, field

from netwatch.core.citizen import read_line

LONGEST_NAME = 80
_MARK = re.compile(r"\A(?:a ?[./] ?n\b ?\.?|an\.|atas +nama\b|nama(?:nya)?\b|dari\b)[ :]*", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"-+|(?:(?:tidak|tdk|tak|ga|gak|nggak) (?:ada|tahu|tau|mau|bersedia)(?: (?:menyebut\w*|disebut\w*|nama\w*))*"
    r"|anonim|lewati|skip)\W*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\W*\b(?:wa|hp|telp|telepon|tlp)\W*\Z", re.IGNORECASE)
"""What was said of the number, which is taken out by then."""
_COMPLAINT = re.compile(
    r"\b(?:mati|padam|putus|rusak|down|offline|error|trouble|blank|los|lambat|lemot|lelet|gangguan|internet\w*|wifi\w*"
    r"|jaringan\w*|koneksi\w*|sinyal\w*|listrik|kabel|tiang|router|modem|cctv|kamera)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_FEWEST_DIGITS = 5
"""From so many digits on somebody has meant a phone number."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """`phone` in E.164. `doubtful`: there are digits that are no phone number, so they were written wrongly.
    `no_name`: these are words of another kind, a complaint or the rest of a long story."""

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    doubtful: bool = False
    no_name: bool = False


def read_reporter(words: str) -> Reporter:
    """Name, number or both, in either order, with or without a mark (`a.n.`, `nama`) before the name."""
    line = read_line(words)
    rest = line.complaint if line.name is None else line.name
    if line.phone is None and len(_DIGITS.findall(rest)) >= _FEWEST_DIGITS:
        return Reporter(doubtful=True)
    if _UNKNOWN.fullmatch(rest):
        return Reporter(phone=line.phone)
    name = _LABEL.sub("", _MARK.sub("", rest)).strip(" ,;:-")
    if len(name) > LONGEST_NAME or _COMPLAINT.search(name):
        return Reporter(phone=line.phone, no_name=True)
    return Reporter(name or None, line.phone)
