"""Tests, and benches that are started like programs."""

# First of all: it says how Qt is to be imported.
import ui  # noqa: F401
