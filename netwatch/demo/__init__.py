"""What the newcomer's city needs: a Bot API server that runs on this machine."""
