"""Every sentence a person of the office reads, as functions of domain values."""
