"""SNMP messages and sockets of our own, for thousands of agents."""
