"""SNMP readings of one device."""
