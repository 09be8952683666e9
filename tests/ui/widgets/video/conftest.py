from __future__ import annotations

import pytest
from PySide6.QtGui import QCursor


@pytest.fixture(autouse=True)
def pointer_is_elsewhere(qapp: object) -> None:
    """Wherever another test has left it: a tile under it shows its buttons."""
    QCursor.setPos(-10, -10)
