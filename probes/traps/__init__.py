"""Hears what devices say unasked: SNMP traps and informs of versions 1, 2c and 3."""
