"""Where things are: datums, projections, lengths and areas, and how a place is written."""
