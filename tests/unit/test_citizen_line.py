"""A call taker's one line: the phone number, the name, and the complaint that remains."""

import pytest

from netwatch.core.citizen import mask_name, mask_phone, read_line

MOBILE, LANDLINE = "+6281234567890", "+62231204567"


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        pytest.param("081234567890", MOBILE, id="without spaces"),
        pytest.param("0812-3456-7890", MOBILE, id="dashes"),
        pytest.param("0812–3456–7890", MOBILE, id="dashes as a phone types them"),
        pytest.param("0812 3456 7890", MOBILE, id="spaces"),
        pytest.param("0812.3456.7890", MOBILE, id="dots"),
        pytest.param("08 12 34 56 78 90", MOBILE, id="pairs"),
        pytest.param("081 234 567 890", MOBILE, id="threes"),
        pytest.param("+6281234567890", MOBILE, id="country code"),
        pytest.param("+62 812-3456-7890", MOBILE, id="country code set off"),
        pytest.param("+62 (0)812 3456 7890", MOBILE, id="country code and zero"),
        pytest.param("6281234567890", MOBILE, id="country code without plus"),
        pytest.param("62 812 3456 7890", MOBILE, id="country code without plus, spaces"),
        pytest.param("0812345678-90", MOBILE, id="a dash late in the number"),
        pytest.param("0812345678", "+62812345678", id="a short old number"),
        pytest.param("0231-204567", LANDLINE, id="landline"),
        pytest.param("(0231) 204567", LANDLINE, id="landline in brackets"),
        pytest.param("0231 204-567", LANDLINE, id="landline in parts"),
        pytest.param("+62 231 204567", LANDLINE, id="landline with country code"),
    ],
)
@pytest.mark.parametrize(
    ("around", "complaint"),
    [
        pytest.param("{}", "", id="alone"),
        pytest.param("{} internet mati", "internet mati", id="at the start"),
        pytest.param("kejaksan mati, {}, sejak 07.30", "kejaksan mati, sejak 07.30", id="between commas"),
        pytest.param("wifi lemot ({})", "wifi lemot", id="in brackets"),
    ],
)
def test_a_phone_number_is_found_however_it_is_written(
    written: str, phone: str, around: str, complaint: str
) -> None:
    line = read_line(around.format(written))
    assert (line.phone, line.complaint) == (phone, complaint)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("internet mati sejak 07.30", id="a time"),
        pytest.param("mati jam 08.00-10.00", id="from when to when"),
        pytest.param("putus 08.15 09.30 10.45", id="several times"),
        pytest.param("mati sejak 08:15:30 12:00", id="times with colons"),
        pytest.param("mati 08-11-2026 12.30", id="a date and a time"),
        pytest.param("mati 08/11/2026 1230", id="a date with slashes"),
        pytest.param("mati sejak 2026-11-08 0815", id="a date as in files"),
        pytest.param("lanjutan 042/PGD-TIK/XI/2026", id="an official number"),
        pytest.param("lanjutan tiket 42", id="a ticket"),
        pytest.param("smp 4 internet mati", id="a school's number"),
        pytest.param("sdn 62 2024 unit", id="a school that begins like the country code"),
        pytest.param("10.20.30.40 tidak bisa diakses", id="an address"),
        pytest.param("62.81.234.56 tidak bisa diakses", id="an address that begins like the country code"),
        pytest.param("kamera 10.0.8.12:8080 mati", id="an address and a port"),
        pytest.param("rt 05 rw 06 mati", id="a neighbourhood"),
        pytest.param("rt 05/06 no 012 mati", id="a neighbourhood and a house"),
        pytest.param("nik 3274010101900001", id="an identity number"),
        pytest.param("id 08123456789012345", id="too many digits"),
        pytest.param("telp 112 tidak bisa", id="the emergency number"),
        pytest.param("0812 3456", id="too few digits"),
        pytest.param("0800 1234567 sibuk", id="a free-call number of a company"),
    ],
)
def test_what_is_no_phone_number_stays_in_the_complaint(line: str) -> None:
    read = read_line(line)
    assert (read.phone, read.name, read.complaint) == (None, None, line)


@pytest.mark.parametrize(
    ("line", "phone", "complaint"),
    [
        pytest.param("0812-3456-7890 3 unit mati", MOBILE, "3 unit mati", id="a count behind a number"),
        pytest.param("081234567890 07.30 mati", MOBILE, "07.30 mati", id="a time behind a number"),
        pytest.param(
            "08123456789 112 sibuk", "+628123456789", "112 sibuk", id="another number behind a whole one",
        ),
        pytest.param("rt 05 0812-3456-7890 mati", MOBILE, "rt 05 mati", id="a neighbourhood before a number"),
        pytest.param(
            "rt 05 62812 3456 7890 mati", MOBILE, "rt 05 mati", id="a neighbourhood before a country code",
        ),
        pytest.param("tiket 42 0812 3456 7890", MOBILE, "tiket 42", id="a ticket before a number"),
        pytest.param("jam 08.15 0812-3456-7890 mati", MOBILE, "jam 08.15 mati", id="a time before a number"),
        pytest.param("no hp: 081234567890 mati", MOBILE, "mati", id="a label before a number"),
        pytest.param("mati hp081234567890", MOBILE, "mati", id="a label stuck to a number"),
        pytest.param(
            "0231-204567 atau 081234567890", MOBILE, "0231-204567 atau", id="a mobile number comes first",
        ),
    ],
)
def test_the_number_ends_where_it_ends(line: str, phone: str, complaint: str) -> None:
    read = read_line(line)
    assert (read.phone, read.complaint) == (phone, complaint)


@pytest.mark.parametrize(
    ("line", "name", "complaint"),
    [
        pytest.param(
            "kejaksan mati a.n. Budi 0812-3456-7890, tadi", "Budi", "kejaksan mati, tadi", id="a.n.",
        ),
        pytest.param("an. Siti, cctv rusak", "Siti", "cctv rusak", id="an."),
        pytest.param("lemot atas nama Budi Santoso", "Budi Santoso", "lemot", id="atas nama"),
        pytest.param(
            "a/n Hj. Aminah binti Umar kabel putus", "Hj. Aminah binti Umar", "kabel putus", id="a/n, title",
        ),
        pytest.param(
            "A.N. BUDI SANTOSO INTERNET MATI", "BUDI SANTOSO", "INTERNET MATI", id="all in capitals",
        ),
        pytest.param("a.n. M. Yusuf wifi mati", "M. Yusuf", "wifi mati", id="an initial"),
        pytest.param("a.n. Budi. Internet mati", "Budi", "Internet mati", id="the end of a sentence"),
        pytest.param("a.n. budi santoso internet mati", "budi santoso", "internet mati", id="small letters"),
        pytest.param("a.n. bapak budi wifi mati", "bapak budi", "wifi mati", id="a title in small letters"),
        pytest.param("a.n. Ma'ruf (081234567890) mati", "Ma'ruf", "mati", id="an apostrophe"),
        pytest.param("a.n. 0812 3456 7890 mati", None, "a.n. mati", id="a mark without a name"),
        pytest.param("jalan mati, taman gelap", None, "jalan mati, taman gelap", id="an within words"),
    ],
)
def test_a_name_follows_its_mark(line: str, name: str | None, complaint: str) -> None:
    read = read_line(line)
    assert (read.name, read.complaint) == (name, complaint)


@pytest.mark.parametrize(
    ("line", "channel", "complaint"),
    [
        pytest.param("kejaksan mati via wa 081234567890", "wa", "kejaksan mati", id="before the number"),
        pytest.param("internet mati (via WhatsApp)", "wa", "internet mati", id="in brackets"),
        pytest.param("mati lewat sms, a.n. Budi", "sms", "mati", id="before a name"),
        pytest.param("mati dari telp", "telepon", "mati", id="said although it is usual"),
        pytest.param("alur lewat sampah", "telepon", "alur lewat sampah", id="a way that is no channel"),
        pytest.param("wa tidak bisa dibuka", "telepon", "wa tidak bisa dibuka", id="a channel that is the complaint"),
    ],
)
def test_how_the_citizen_came_is_said_in_the_line(line: str, channel: str, complaint: str) -> None:
    read = read_line(line)
    assert (read.channel, read.complaint) == (channel, complaint)


def test_nothing_personal_shows_in_a_repr() -> None:
    assert repr(read_line("a.n. Budi 081234567890 mati")) == "CallersLine()"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        pytest.param("+6281234567890", "+62 812-****-7890", id="mobile"),
        pytest.param("+62231204567", "+62 231-****-567", id="landline"),
        pytest.param("081234567890", "+62 812-****-7890", id="as it is dialled"),
        pytest.param("0812", "****", id="too short to hide anything"),
        pytest.param("Budi", "****", id="no number at all"),
    ],
)
def test_a_masked_phone(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        pytest.param("Budi Santoso", "B*** S***", id="two words"),
        pytest.param("Al", "A***", id="a short one, no shorter than others"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_masked_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked
