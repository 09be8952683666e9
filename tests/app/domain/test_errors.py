from app.domain.errors import AppError


def test_an_error_carries_its_code_and_what_the_sentence_needs() -> None:
    error = AppError("session.locked", until="21:48")

    assert (error.code, error.params) == ("session.locked", {"until": "21:48"})
    assert str(error) == "session.locked {'until': '21:48'}"
    assert str(AppError("picture.gap")) == "picture.gap"
