"""The commands, one a file, imported only when they are called: a look at a ticket needs no daemon."""
