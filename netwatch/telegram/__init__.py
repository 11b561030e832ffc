"""The Telegram client: updates in, notifications out. It decides nothing."""
