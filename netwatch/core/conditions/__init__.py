"""How each condition of a device is judged: one file a kind, and what all of them share."""
