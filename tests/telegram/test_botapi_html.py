"""Telegram's HTML: what is read out of it, and how what is wrong is named."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.demo.botapi.entities import Entity, utf16_length
from netwatch.demo.botapi.formatting import caption, message_text
from netwatch.demo.botapi.html_entities import HtmlError, parse_html
from netwatch.demo.botapi.user import User

AGUS = User(2004, "Agus")


def nobody(user_id: int) -> User | None:
    return None


def only_agus(user_id: int) -> User | None:
    return AGUS if user_id == AGUS.id else None


READ = [
    ("<b>Gangguan</b> baru", "Gangguan baru", [("bold", 0, 8)]),
    ("😀 <i>y</i>", "😀 y", [("italic", 3, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
    ("a &lt;b&gt; &amp; &quot;c&quot; &#65;&#x42;", 'a <b> & "c" AB', []),
    ("&nbsp;&copy", "&nbsp;&copy", []),
    ("5 & 6", "5 & 6", []),
    ("<b></b>kosong", "kosong", []),
    ("<B>besar</B> <STRONG>x</>", "besar x", [("bold", 0, 5), ("bold", 6, 1)]),
    ('<blockquote expandable>k</blockquote>', "k", [("expandable_blockquote", 0, 1)]),
    ('<span class="tg-spoiler">r</span>', "r", [("spoiler", 0, 1)]),
    ('<a href="https://x.id/a?b=1&amp;c=2">t</a>', "t", [("text_link", 0, 1)]),
    ('<a href="tg://user?id=2004">Agus</a>', "Agus", [("text_mention", 0, 4)]),
    ('<a href="tg://user?id=9">siapa</a>', "siapa", []),
    ('<a href="bukan tautan">t</a>', "t", []),
    ("<s>a</s><u>b</u><code>c</code><pre>d</pre>", "abcd",
     [("strikethrough", 0, 1), ("underline", 1, 1), ("code", 2, 1), ("pre", 3, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "marks"), READ, ids=[source for source, _, _ in READ])
def test_marks_are_taken_out_of_the_text(
    source: str, text: str, marks: list[tuple[str, int, int]]
) -> None:
    parsed, entities = parse_html(source, only_agus)
    assert parsed == text
    assert [(each.type, each.offset, each.length) for each in entities] == marks


def test_a_language_survives_only_inside_pre() -> None:
    _, program = parse_html('<pre><code class="language-sh">ls</code></pre>', nobody)
    _, inline = parse_html('<code class="language-sh">ls</code>', nobody)
    assert program == [Entity("pre", 0, 2, language="sh")]
    assert inline == [Entity("code", 0, 2)]


def test_a_link_comes_back_with_scheme_and_path() -> None:
    _, entities = parse_html('<a href="dkis.cirebonkota.go.id">t</a>', nobody)
    assert entities[0].url == "http://dkis.cirebonkota.go.id/"


COMPLAINTS = [
    ("<h1>Judul</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
    ("suhu < 5 >", 'Unsupported start tag "" at byte offset 5'),
    ("suhu <5", "Unclosed start tag at byte offset 5"),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a href=x_y>a</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
]


@pytest.mark.parametrize(("source", "complaint"), COMPLAINTS, ids=[source for source, _ in COMPLAINTS])
def test_what_is_wrong_is_named_as_telegram_names_it(source: str, complaint: str) -> None:
    with pytest.raises(HtmlError) as caught:
        parse_html(source, nobody)
    assert str(caught.value) == complaint


@given(st.text())
def test_escaped_text_comes_back_whole(text: str) -> None:
    assert parse_html(html.escape(text, quote=False), nobody) == (text, [])


@given(st.text(min_size=1), st.text(min_size=1))
def test_offsets_count_utf16_units(before: str, marked: str) -> None:
    source = f"{html.escape(before)}<b>{html.escape(marked)}</b>".replace("&#x27;", "'")
    text, entities = parse_html(source, nobody)
    assert text == before + marked
    begin, length = 2 * entities[0].offset, 2 * entities[0].length
    encoded = text.encode("utf-16-le", "surrogatepass")
    assert encoded[begin : begin + length].decode("utf-16-le", "surrogatepass") == marked


@given(st.text(alphabet="<>/ab &;=\"'#x1é😀", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source, nobody)
    except HtmlError:
        return
    assert all(0 <= each.offset < each.end <= utf16_length(text) for each in entities)


def test_spaces_around_the_text_are_cut_and_marks_move_along() -> None:
    formatted = message_text("  \n<b> 42</b>  ", "HTML", None, nobody)
    assert formatted.text == "42"
    assert [(each.offset, each.length) for each in formatted.entities] == [(0, 2)]


def test_commands_links_and_mentions_are_found_but_not_in_code() -> None:
    source = "/tiket@a_bot 42 @rina https://x.id #mati <code>/lapor</code>"
    formatted = message_text(source, "HTML", None, nobody)
    assert [each.type for each in formatted.entities] == ["bot_command", "mention", "url", "hashtag", "code"]


def test_lengths_count_after_parsing() -> None:
    assert len(message_text(f"<b>{'x' * 4096}</b>", "HTML", None, nobody).text) == 4096
    assert len(caption(f"<b>{'&amp;' * 1024}</b>", "HTML", None, nobody).text) == 1024
