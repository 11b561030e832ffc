"""How a process that a test has started ends, whatever hangs."""

import subprocess


def end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Asks it to, and kills it after `patience` seconds."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
