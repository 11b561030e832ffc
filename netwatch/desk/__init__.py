"""One transaction an event: load, decide with the core, save, and leave the messages in the outbox."""
