"""How Watchfloor gets onto a machine. Standard library of Python 3.8 and newer only; nothing here is installed."""
