"""The first files: what `netwatch init` writes."""
