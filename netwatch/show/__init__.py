"""What the commands print: the JSON that scripts rely on, and tables for people at a terminal."""
