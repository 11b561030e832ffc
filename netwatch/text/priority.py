"""How bad it is, in a word and in a colour."""

from netwatch.core.ticket import Priority

PRIORITY = {
    Priority.CRITICAL: "kritis",
    Priority.HIGH: "tinggi",
    Priority.NORMAL: "sedang",
    Priority.LOW: "rendah",
}

MARK = {
    Priority.CRITICAL: "🔴",
    Priority.HIGH: "🔴",
    Priority.NORMAL: "🟠",
    Priority.LOW: "🟡",
}
