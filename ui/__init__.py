"""The desk: all of Qt. ``desk.py`` builds it, ``cli.py`` starts it."""

import os

# PySide6 makes the types of a module when they are first asked for, on whichever thread that is; two threads at it
# crash the process, as the two of a desk's sound devices did when it opened. Made at import it takes 0.1 s longer.
os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")
