"""What the buttons of a ticket do. Pure."""
