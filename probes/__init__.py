"""Asks one device one question. Knows no ticket, no database, no Telegram."""
