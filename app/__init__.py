"""Everything that needs no screen. Nothing in here imports Qt."""
