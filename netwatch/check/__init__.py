"""What stands between this machine and a daemon that does its work, in the order in which it is to be mended."""
