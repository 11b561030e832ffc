"""The same cuts, in the same namespaces and at the same time, under netwatch, Nagios 4 and Icinga 2.

    make bench-detection                                        # 14 minutes, as root
    .venv/bin/python -m bench.detection --only access --minutes 3

What is compared, with which settings and what came out: docs/detection.md.
"""
