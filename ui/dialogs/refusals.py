"""What a form says when its order was refused."""

from __future__ import annotations

from app.domain.errors import AppError
from ui.widgets.sentences import sentence


def refusal_text(refusal: AppError) -> str:
    """The sentence of a refusal.

    Orders wait for a station that cannot be reached. So such a refusal means one that may not wait, for the
    password in it, and then nothing goes on trying.
    """
    if refusal.code == "station.unreachable":
        return f"{sentence(refusal).what} {sentence(AppError('order.not_storable'))}"
    return str(sentence(refusal))
