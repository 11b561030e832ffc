"""The demo's screen in a real browser, with a stage that knows at once what is broken."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo_page.browser import Browser, browser, why_not
from tests.demo_page.served import Served, served
from tests.ports import free_port

# one browser at a time
pytestmark = [
    pytest.mark.long, pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
]
HERE = Path(__file__).parent
ENTER, DOWN, RIGHT = "\ue007", "\ue015", "\ue014"
KASI, AGUS, RINA = 2003, 2004, 2001
AT_REST_WITHIN = 20.0
"""Seconds."""



@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as shown:
        yield shown


@pytest.fixture
def page() -> Iterator[Served]:
    with served() as here:
        yield here


@pytest.fixture
def screen(chromium: Browser, page: Served) -> Iterator[Browser]:
    """The page, open at 1440 × 900; it has complained of nothing and asked nobody else when the test is over."""
    # A page that another test has left would ask its server, which is gone, for what fits the new size.
    chromium.open("about:blank")
    chromium.resize(1440, 900)
    chromium.console()
    chromium.hosts_asked()
    chromium.open(f"{page.url}?lang=en")
    chromium.wait_for(".device[role=button][data-state]")
    yield chromium
    assert chromium.console() == []
    assert chromium.hosts_asked() == {"127.0.0.1"}
    chromium.open("about:blank")


def knife(child: str, parent: str) -> str:
    return f'.knife[aria-label^="{child} to {parent}"]'


def look(screen: Browser, script: str) -> list[str]:
    """What it finds on the page at rest: the map is drawn anew a moment after its room has changed."""
    give_up_at = time.monotonic() + AT_REST_WITHIN
    while (found := list(screen.run((HERE / script).read_text()))) and time.monotonic() < give_up_at:
        time.sleep(0.1)
    return found


def test_a_click_cuts_a_cable_and_another_mends_it(screen: Browser, page: Served):
    cable = knife("Router Kejaksan", "Router Utama Balaikota")
    screen.click(f"{cable} .hit")
    screen.wait_for(f"{cable}.is-cut")
    screen.wait_for('.device[data-state=down][aria-label^="Router Kejaksan"] .number text')
    screen.wait_for('.device[data-state=unreachable][aria-label^="Switch Kejaksan"]')
    assert "Router Kejaksan" in screen.text(".chip")
    assert page.do(lambda: page.stage.cuts) == {("rt-kejaksan", "core")}
    screen.click(f"{cable} .hit")
    screen.wait("return document.querySelector('.is-cut') === null")
    assert screen.text("#tickets") == "No open ticket"


def test_what_was_done_can_be_taken_back(screen: Browser, page: Served):
    screen.click('.device[aria-label^="Server DNS"] .hit')
    screen.wait_for('.device.is-off[aria-label^="Server DNS"]')
    screen.click(".notice button")
    screen.wait("return document.querySelector('.is-off') === null")
    assert page.do(lambda: page.stage.off) == set()


def test_a_click_on_a_name_takes_the_power_of_the_site(screen: Browser, page: Served):
    screen.click('.place[aria-label^="Kelurahan Kecapi"] .hit')
    screen.wait_for('.place.is-dark[aria-label^="Kelurahan Kecapi"]')
    screen.wait_for('.device[data-state=down][aria-label^="Router Kecapi"]')
    assert page.do(lambda: page.stage.dark) == {"kel-kecapi"}
    screen.click("#mend-all")
    screen.wait("return document.querySelector('.is-dark') === null")


def test_the_keyboard_reaches_the_map_and_cuts(screen: Browser, page: Served):
    screen.run("document.querySelector('.map [tabindex=\"0\"]').focus()")
    before = screen.run("return document.activeElement.getAttribute('aria-label')")
    screen.keys(DOWN, RIGHT)
    assert screen.run("return document.activeElement.getAttribute('aria-label')") != before
    screen.run("document.querySelector(arguments[0]).focus()", knife("Router Kejaksan", "Router Utama Balaikota"))
    screen.keys(ENTER)
    screen.wait_for(".knife.is-cut")


def test_a_chip_points_at_the_devices_of_its_ticket(screen: Browser, page: Served):
    page.do(lambda: page.stage.cut("rt-kejaksan", "core"))
    screen.click(".chip")
    screen.wait("return document.querySelectorAll('.device.is-pointed').length === 6")


def test_the_story_is_begun_paused_and_hurried(screen: Browser, page: Served):
    screen.click('[data-chapter="citizen"]')
    screen.wait("return document.querySelector('#caption').textContent.startsWith('Rina adds')")
    screen.click("#play")
    screen.wait_for("#play[data-playing=true]")
    screen.click('[data-pace="60"]')
    screen.wait_for('[data-pace="60"][aria-pressed=true]')
    before = screen.text("#clock")
    screen.wait("return document.querySelector('#clock').textContent !== arguments[0]", before)
    assert page.do(lambda: (page.stage.chapter, page.stage.playing, page.stage.pace)) == ("citizen", True, 60)


def test_the_page_says_how_netwatch_is(screen: Browser, page: Served):
    assert screen.text("#watch") == "watching 62 devices"
    page.do(lambda: setattr(page.stage, "watching", False))
    page.do(page.stage.changed.fire)
    screen.wait_for('#watch[data-how="starting"]')
    screen.wait_for(".device[data-state=unknown]")


def test_a_pressed_button_is_answered_by_a_toast(screen: Browser, page: Served):
    screen.click(f'[data-phone="{KASI}"]')
    screen.click(".buttons button", "Terima")
    screen.wait("return document.querySelector('.toast:not([hidden])')?.textContent === 'Tercatat: accept'")


def test_an_answer_that_is_a_window_waits_for_its_ok(screen: Browser, page: Served):
    page.send(KASI, "Yakin?", reply_markup={"inline_keyboard": [[{"text": "Tutup", "callback_data": "alert"}]]})
    screen.click(f'[data-phone="{KASI}"]')
    screen.wait_for(".message:nth-child(3) .buttons button")
    screen.click(".message:nth-child(3) .buttons button")
    assert screen.text(".alert p") == "Tercatat: alert"
    screen.click(".alert button")
    screen.wait("return document.querySelector('.alert').hidden")


def test_a_command_is_written_and_answered(screen: Browser, page: Served):
    screen.click(f'[data-phone="{RINA}"]')
    screen.write(".write textarea", f"/lapor <b>kejaksan</b>{ENTER}")
    screen.wait("return [...document.querySelectorAll('.mine .text')].at(-1).textContent === '/lapor <b>kejaksan</b>'")
    screen.wait("return [...document.querySelectorAll('.text')].at(-1).textContent === 'Anda menulis 22 huruf.'")
    assert screen.run("return document.querySelector('.write textarea').value") == ""


def test_a_command_is_chosen_from_the_menu(screen: Browser, page: Served):
    screen.click(f'[data-phone="{RINA}"]')
    screen.click(".tool.commands")
    screen.click(".popup button:nth-child(2)")
    screen.wait("return [...document.querySelectorAll('.mine .text')].at(-1).textContent === '/tiket'")


def test_a_sample_photo_is_sent(screen: Browser, page: Served):
    screen.click(f'[data-phone="{AGUS}"]')
    screen.click(".tool.attach")
    screen.click(".popup .sample")
    screen.wait("return document.querySelector('.mine img')?.naturalWidth === 640")
    screen.wait("return [...document.querySelectorAll('.text')].at(-1).textContent === 'Foto diterima.'")


def test_a_photo_is_sent_from_a_file(screen: Browser, page: Served, tmp_path: Path):
    picture = tmp_path / "kabel.png"
    picture.write_bytes(screen.screenshot())
    screen.click(f'[data-phone="{AGUS}"]')
    screen.run("document.querySelector('input[type=file]').hidden = false")
    screen.write("input[type=file]", str(picture))
    screen.wait("return document.querySelector('.mine img')?.naturalWidth === 1280")


def test_a_message_is_answered_with_a_quote(screen: Browser, page: Served):
    screen.click(f'[data-phone="{KASI}"]')
    screen.run("document.querySelector('.message .answer').click()")
    screen.write(".write textarea", f"sudah saya terima{ENTER}")
    screen.wait("return document.querySelector('.mine .quote b')?.textContent === 'netwatch'")


def test_an_edited_card_changes_where_it_stands(screen: Browser, page: Served):
    screen.click(f'[data-phone="{KASI}"]')
    number = page.send(KASI, "Kartu <b>pertama</b>")
    screen.wait_for(f'[data-message="{number}"]')
    page.edit(KASI, number, "Kartu <i>kedua</i>")
    screen.wait("return document.querySelector(arguments[0])?.textContent === 'kedua'", f'[data-message="{number}"] i')
    assert screen.run("return document.querySelectorAll(`[data-message='${arguments[0]}']`).length", number) == 1


def test_a_message_counts_as_unread_until_its_phone_is_looked_at(screen: Browser, page: Served):
    screen.click(f'[data-phone="{RINA}"]')
    screen.click(f'[data-phone="{AGUS}"]')
    page.send(RINA, "Tolong hubungi warga")
    assert screen.text(f'[data-phone="{RINA}"] .count') == "1"
    assert screen.text(f'[data-phone="{RINA}"] .last') == "Tolong hubungi warga"
    screen.wait_for(f'[data-phone="{RINA}"].rings')
    screen.click(f'[data-phone="{RINA}"]')
    screen.wait("return document.querySelector(arguments[0]) === null", f'[data-phone="{RINA}"] .count')


def test_a_silent_message_is_marked_and_does_not_ring(screen: Browser, page: Served):
    screen.click(f'[data-phone="{AGUS}"]')
    number = page.send(RINA, "Untuk diketahui", disable_notification=True)
    screen.wait("return document.querySelector(arguments[0])?.textContent === 'Untuk diketahui'",
                f'[data-phone="{RINA}"] .last')
    assert screen.run("return document.querySelector(arguments[0])", f'[data-phone="{RINA}"].rings') is None
    screen.click(f'[data-phone="{RINA}"]')
    screen.wait_for(f'[data-message="{number}"] .silent')


def test_while_the_story_plays_the_phone_that_rings_is_turned_to(screen: Browser, page: Served):
    screen.wait_for(f'[data-phone="{RINA}"][aria-selected=true]')
    screen.wait("return performance.now() > 6000")
    page.do(lambda: page.stage.play(True))
    screen.wait_for("#play[data-playing=true]")
    page.send(AGUS, "Tiket baru")
    screen.wait_for(f'[data-phone="{AGUS}"][aria-selected=true]')


def test_a_phone_that_was_chosen_by_hand_stays(screen: Browser, page: Served):
    page.do(lambda: page.stage.play(True))
    screen.wait_for("#play[data-playing=true]")
    screen.click(f'[data-phone="{KASI}"]')
    screen.wait("return performance.now() > 6000")
    page.send(AGUS, "Tiket baru")
    screen.wait_for(f'[data-phone="{AGUS}"].rings')
    assert screen.run("return document.querySelector('#phone').dataset.shows") == str(KASI)


def test_where_there_is_room_the_phone_before_stays_beside(screen: Browser, page: Served):
    screen.resize(1920, 1080)
    screen.click(f'[data-phone="{KASI}"]')
    screen.click(f'[data-phone="{AGUS}"]')
    screen.wait_for(f'#phone[data-shows="{AGUS}"]')
    screen.wait_for(f'#phone-beside[data-shows="{KASI}"]')
    screen.click("#phone-beside .buttons button", "Terima")
    screen.wait("return document.querySelector('#phone-beside .toast').textContent === 'Tercatat: accept'")


def test_a_reader_who_has_scrolled_up_is_left_there(screen: Browser, page: Served):
    screen.click(f'[data-phone="{RINA}"]')
    for number in range(25):
        last = page.send(RINA, f"Pesan {number}")
    screen.wait_for(f'[data-message="{last}"]')
    screen.wait("const log = document.querySelector('.log');"
                "return log.scrollHeight > log.clientHeight && log.scrollHeight - log.scrollTop - log.clientHeight < 2")
    screen.run("document.querySelector('.log').scrollTop = 0")
    last = page.send(RINA, "Pesan yang terakhir")
    screen.wait_for(f'[data-message="{last}"]')
    screen.wait_for(".below:not([hidden])")
    assert screen.run("return document.querySelector('.log').scrollTop") == 0
    screen.click(".below")
    screen.wait("return document.querySelector('.below').hidden")


def test_the_page_survives_the_demo(chromium: Browser):
    with served(free_port()) as first:
        chromium.open(first.url)
        chromium.wait_for(".device[role=button][data-state]")
        port = int(first.url.rstrip("/").rpartition(":")[2])
    chromium.wait_for("#offline:not([hidden])")
    with served(port) as second:
        second.do(lambda: second.stage.cut("rt-kejaksan", "core"))
        chromium.wait("return document.querySelector('#offline').hidden")
        chromium.wait_for(".knife.is-cut")
        chromium.open("about:blank")
    chromium.console()


def test_the_page_speaks_the_readers_language(chromium: Browser, page: Served):
    chromium.devtools("Network.clearBrowserCookies")
    chromium.open(page.url)
    assert chromium.text("#mend-all") == "Pulihkan semua"
    chromium.click('nav [lang="en"]')
    chromium.wait("return document.querySelector('#mend-all').textContent === 'Mend all'")
    chromium.open(page.url)
    assert chromium.text("#mend-all") == "Mend all"
    chromium.click('nav [lang="id"]')
    chromium.wait("return document.querySelector('#mend-all').textContent === 'Pulihkan semua'")


SIZES = {
    "a desk": (1440, 900), "a laptop": (1366, 768), "a small laptop": (1280, 720), "a tablet": (1024, 768),
    "a large desk": (1920, 1080),
}


def break_much(page: Served) -> None:
    page.do(lambda: page.stage.begin("cable"))
    page.do(lambda: page.stage.power("kel-kecapi", False))
    page.do(lambda: page.stage.states.update({"cctv-pemuda": "degraded"}))
    page.do(lambda: page.stage.switch("srv-absensi", False))


@pytest.mark.parametrize("dark", [False, True], ids=["by day", "by night"])
@pytest.mark.parametrize(("width", "height"), SIZES.values(), ids=SIZES)
def test_nothing_overlaps_or_is_cut_off_at(screen: Browser, page: Served, width: int, height: int, dark: bool):
    break_much(page)
    screen.resize(width, height, dark=dark)
    screen.click(f'[data-phone="{KASI}"]')
    screen.wait("return document.querySelectorAll('.chip').length === 4")
    screen.wait("return document.querySelectorAll('#phone .message').length === 2")
    assert look(screen, "overlaps.js") == []
    assert look(screen, "contrast.js") == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844), (360, 740)])
def test_a_wide_face_fits_too(screen: Browser, page: Served, width: int, height: int):
    break_much(page)
    screen.resize(width, height)
    screen.open(f"{page.url}?lang=id")
    screen.run("document.documentElement.style.fontFamily = 'DejaVu Sans'")
    screen.wait("return document.querySelectorAll('.chip').length === 4")
    screen.wait_for(".device[role=button][data-state=down]")
    assert look(screen, "overlaps.js") == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("dark", [False, True], ids=["by day", "by night"])
def test_nothing_overlaps_or_is_cut_off_in_a_hand(screen: Browser, page: Served, dark: bool, language: str):
    break_much(page)
    screen.resize(390, 844, dark=dark)
    screen.open(f"{page.url}?lang={language}")
    screen.wait("return document.querySelectorAll('.chip').length === 4")
    screen.wait_for(".device[role=button][data-state=down]")
    assert look(screen, "overlaps.js") == []
    assert look(screen, "contrast.js") == []
    screen.click('.tabs [data-tab="phones"]')
    screen.click(f'[data-phone="{KASI}"]')
    screen.wait("return document.querySelectorAll('#phone .message').length === 2")
    assert look(screen, "overlaps.js") == []
    assert look(screen, "contrast.js") == []
    small = screen.run("""
        return [...document.querySelectorAll('button, a')].filter((each) => each.getClientRects().length
            && !each.closest('.text, .bubble, .line') && each.getBoundingClientRect().height < 36)
            .map((each) => `${each.className} ${each.textContent}`)""")
    assert small == []
