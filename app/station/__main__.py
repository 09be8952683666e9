"""``python -m app.station``: the station alone, as ``watchfloor station`` and the desk start it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError
from app.logs import set_up_logs
from app.settings import Settings, load_settings

#: The exit code for "cannot start, and it was said why".
CANNOT_START = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop. Returns the process's exit code; raises AppError when it cannot start alone."""
    given = _parser().parse_args(arguments)
    try:
        settings = load_settings(
            data=given.data,
            host=given.host,
            port=given.port,
            tls_cert=given.tls_cert,
            tls_key=given.tls_key,
            public_url=given.public_url,
            log_level=given.log_level,
        )
        set_up_logs(settings.log_level)
        if given.new_password is not None:
            return _give_new_password(settings, given.new_password)
        # Only now: the web framework takes a third of a second to import.
        from app.station.serve import serve

        serve(settings, as_child=given.as_child)
    except AppError as error:
        if not given.as_child:
            raise
        print(json.dumps({"error": {"code": error.code, "params": error.params}}), flush=True)
        return CANNOT_START
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("watchfloor station", description="Run the station alone.")
    parser.add_argument("--data", type=Path, help="data folder")
    parser.add_argument("--host", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, help="port to listen on; 0 takes a free one")
    parser.add_argument("--tls-cert", type=Path, help="certificate chain, PEM")
    parser.add_argument("--tls-key", type=Path, help="its private key, PEM")
    parser.add_argument("--public-url", help="how phones reach this station, when not by the address above")
    parser.add_argument("--log-level", help="DEBUG, INFO, WARNING or ERROR")
    parser.add_argument("--new-password", metavar="LOGIN", help="give an operator a new password and end")
    parser.add_argument("--as-child", action="store_true", help=argparse.SUPPRESS)
    return parser


def _give_new_password(settings: Settings, login: str) -> int:
    import asyncio

    from app.station.station import new_password

    password = asyncio.run(new_password(settings, login))
    print(f"New password for {login}, not shown again:\n\n    {password}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
