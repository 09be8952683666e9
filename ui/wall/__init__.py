"""The wall: many live sources at once, in tiles, on one monitor or several."""
