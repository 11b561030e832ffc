"""How long to wait before the next try."""


def backoff(failures: int, cap: float) -> float:
    """Seconds after that many failures in a row: 1, 2, 4 … up to `cap`; 0.0 without a failure."""
    if failures <= 0:
        return 0.0
    return min(float(2 ** min(failures - 1, 30)), cap)
