"""The station: the log, the records, and the doors to them. Runs without Qt."""
