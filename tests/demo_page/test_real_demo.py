"""The real demo, played through in a real browser: cut, ticket, instruction, Terima, /lapor, mend, closed."""

from pathlib import Path

import pytest

from tests.demo_page.browser import Browser, browser, why_not
from tests.demo_page.live_demo import live_demo
from tests.needs_lab import needs_lab

pytestmark = [
    pytest.mark.lab, pytest.mark.long, pytest.mark.xdist_group("browser"), needs_lab,
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
]
KASI, AGUS, RINA = 2003, 2004, 2001
CABLE = '.knife[aria-label^="Router Kejaksan ke Router Utama Balaikota"]'
ENTER = "\ue007"
LAST = "return [...document.querySelectorAll('#phone .text')].some((each) => each.textContent.includes(arguments[0]))"


def turn_to(screen: Browser, person: int) -> None:
    screen.click(f'[data-phone="{person}"]')
    screen.wait_for(f'#phone[data-shows="{person}"]')


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["on a desk", "in a hand"])
def test_a_newcomer_plays_every_part(width: int, height: int, tmp_path: Path) -> None:
    in_a_hand = width < 760
    with live_demo(tmp_path, "--no-story") as url, browser(width, height) as screen:
        screen.PATIENCE = 120.0

        def tab(name: str) -> None:
            if in_a_hand:
                screen.click(f'.tabs [data-tab="{name}"]')

        screen.open(url)
        screen.wait("return document.querySelectorAll('.device[role=button][data-state=up]').length === 62")
        screen.click(f"{CABLE} .hit")
        screen.wait_for('.device[data-state=down][aria-label^="Router Kejaksan"] .number text')
        screen.wait("return document.querySelectorAll('.device[role=button][data-state=unreachable]').length === 5")

        tab("phones")
        turn_to(screen, KASI)
        screen.click("#phone .buttons button", "Instruksikan Tim Utara")
        screen.wait_for("#phone .toast:not([hidden])")
        turn_to(screen, AGUS)
        screen.click("#phone .buttons button", "Terima")
        screen.wait(LAST, "Diterima oleh Agus")
        turn_to(screen, RINA)
        screen.write("#phone .write textarea", f"/lapor kejaksan internet mati a.n. Budi 0812-3456-7890{ENTER}")
        screen.click("#phone .buttons button", "Gabungkan ke #1")
        screen.wait(LAST, "#1")

        tab("map")
        screen.click(f"{CABLE} .hit")
        screen.wait("return document.querySelector('.chip') === null && document.querySelector('.tickets .none')")
        screen.wait("return document.querySelectorAll('.device[role=button][data-state=up]').length === 62")
        tab("phones")
        turn_to(screen, KASI)
        screen.wait(LAST, "SELESAI")
        turn_to(screen, RINA)
        screen.wait(LAST, "TELEPON BALIK")
        assert screen.console() == []
        assert screen.hosts_asked() == {"127.0.0.1"}
