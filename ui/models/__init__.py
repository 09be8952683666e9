"""Models over the picture's rows: what several features look at."""
