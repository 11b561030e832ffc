"""What is watched: sites, devices, and through whom each device is reached."""
