"""The desk: all of Qt. ``desk.py`` builds it, ``cli.py`` starts it."""
