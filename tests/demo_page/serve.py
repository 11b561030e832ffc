"""`python -m tests.demo_page.serve [PORT]`: the page with the fake stage, to look at until Enter is pressed."""

import sys

from tests.demo_page.served import served

with served(int(sys.argv[1]) if len(sys.argv) > 1 else 8765) as page:
    page.do(lambda: page.stage.begin("cable"))
    page.do(lambda: page.stage.power("kel-kecapi", False))
    page.do(lambda: page.stage.switch("srv-absensi", False))
    print(page.url, flush=True)
    sys.stdin.read(1)
