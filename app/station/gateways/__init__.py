"""The doors that phones and other servers report positions to. Behind them nobody knows a protocol."""
