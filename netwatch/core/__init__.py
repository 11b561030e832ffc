"""Pure decisions: what is down, what the cause is, what the ticket becomes, who must hear of it."""
