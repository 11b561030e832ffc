"""netwatch: from a lost packet to a closed ticket, as the office's SOP says."""

__version__ = "0.1.0"
