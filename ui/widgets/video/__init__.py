"""The video tile and its parts."""
