"""What the demo city's terminals film: drawn streets, coded and pushed by a process of its own."""
