"""A call taker's answer to "who is calling?": name, number, both, or none."""

import pytest

from netwatch.core.reporter import Reporter, read_reporter

MOBILE = "+6281234567890"


@pytest.mark.parametrize(
    ("words", "reporter"),
    [
        pytest.param("Budi 0812-3456-7890", Reporter("Budi", MOBILE), id="name, then number"),
        pytest.param("0812 3456 7890 a.n. Budi Santoso", Reporter("Budi Santoso", MOBILE), id="number, then name"),
        pytest.param("+62 812 3456 7890", Reporter(None, MOBILE), id="a number alone"),
        pytest.param("(0231) 204567", Reporter(None, "+62231204567"), id="a landline alone"),
        pytest.param("pak Budi", Reporter("pak Budi"), id="a name alone"),
        pytest.param("nama: Siti Aminah", Reporter("Siti Aminah"), id="a name with its mark"),
        pytest.param("Wa Ode Sri", Reporter("Wa Ode Sri"), id="a name that begins like a channel"),
        pytest.param("Bu Hj. Aminah, 081234567890 (WA)", Reporter("Bu Hj. Aminah", MOBILE), id="the number's kind"),
        pytest.param("Budi no hp 081234567890", Reporter("Budi", MOBILE), id="the number's label"),
        pytest.param("-", Reporter(), id="a dash"),
        pytest.param("tidak mau menyebut nama", Reporter(), id="who does not want to be named"),
        pytest.param("anonim 081234567890", Reporter(None, MOBILE), id="nameless with a number"),
        pytest.param("Budi 08123", Reporter(doubtful=True), id="a number that is not whole"),
        pytest.param("0812345678901234567", Reporter(doubtful=True), id="a number that is too long"),
        pytest.param("Budi RT 05 RW 02", Reporter("Budi RT 05 RW 02"), id="a neighbourhood is no number"),
        pytest.param("harjamukti internet mati", Reporter(no_name=True), id="the next citizen's complaint"),
        pytest.param("x" * 200, Reporter(no_name=True), id="the rest of a long story"),
    ],
)
def test_who_is_calling(words: str, reporter: Reporter) -> None:
    assert read_reporter(words) == reporter


def test_nothing_personal_shows_in_a_repr() -> None:
    assert repr(read_reporter("Budi 081234567890")) == "Reporter(doubtful=False, no_name=False)"
