"""The office's procedure as data, and the machine that walks it."""
