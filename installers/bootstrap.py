"""Two commands from a bare machine, with nothing before them:

    python3 installers/bootstrap.py demo     a live demo city on the map
    python3 installers/bootstrap.py test     every check of the project; further arguments go to pytest

Any other verb goes on to ``watchfloor`` with its arguments, for example ``station --port 8080`` or ``desk``.
The first run makes .venv, installs what is locked and builds the map page; later runs start at once. Run it
again after anything went wrong: it mends what an earlier run left half done.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: "list[str]") -> int:
    """Make this folder ready for the verb in ``arguments``, then carry it out.

    Returns the exit code: that of the verb; 1 with a sentence on stderr when the folder cannot be made ready.
    This file alone must also parse on a Python too old for the others, so that it can say so.
    """
    if sys.version_info < (3, 8):  # noqa: UP036 - the oldest Python meant is only known once one is asked
        print("This script needs Python 3.8 or newer (and Watchfloor itself 3.11).", file=sys.stderr)
        return 1
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    sys.path.insert(0, str(ROOT))
    from installers.verbs import carry_out

    return carry_out(ROOT, arguments[0], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
