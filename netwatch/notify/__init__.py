"""The workers of the outbox, and the channels beside Telegram."""
