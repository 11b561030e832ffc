"""The loop that asks the devices and tells the city picture what they answered."""
