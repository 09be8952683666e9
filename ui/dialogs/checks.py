"""Checks of typed values, as the domain's own rules put into sentences."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QCoreApplication

from app.domain.operator import Login, Password

_LOGIN: TypeAdapter[str] = TypeAdapter(Login)
_PASSWORD: TypeAdapter[str] = TypeAdapter(Password)
_LONGEST = 80

translate = QCoreApplication.translate


def check_required(text: str) -> str:
    return check_optional(text) if text else translate("checks", "This is needed.")


def check_optional(text: str) -> str:
    if len(text) > _LONGEST:
        return translate("checks", "No longer than {n} characters, please.").format(n=_LONGEST)
    return ""


def check_login(text: str) -> str:
    if not text:
        return translate("checks", "This is needed.")
    if _is_valid(_LOGIN, text):
        return ""
    return translate("checks", "Up to 40 letters a–z, figures, dots, dashes and underscores, without blanks.")


def check_password(text: str) -> str:
    if _is_valid(_PASSWORD, text):
        return ""
    return translate("checks", "At least 10 characters; a few words in a row are easy to keep and hard to guess.")


def _is_valid(rule: TypeAdapter[str], text: str) -> bool:
    try:
        rule.validate_python(text)
    except ValidationError:
        return False
    return True
