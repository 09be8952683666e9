"""A certificate for this machine, made for one test."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

needs_openssl = pytest.mark.skipif(which("openssl") is None, reason="makes its certificate with openssl")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key, as PEM files."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key
