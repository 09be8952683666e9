"""The station's door at this desk: where the station is, and who is let in."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.sync.address import StationAddress
from app.sync.rest import StationClient
from app.sync.session import Session, SessionState
from app.sync.wire import Wire
from ui.bridge.jobs import Jobs
from ui.bridge.keeper import Keeper, Kept
from ui.dialogs.sign_in import SignInRequest

logger = logging.getLogger(__name__)


class StationDoor(QObject):
    """Signs operators in, and remembers them when they wish.

    Args:
        own_url: address of the station that runs on this machine; empty until it is ready.
        ca_file: the only authorities to trust, for a station whose certificate no public one signed.
    Signals:
        opened(StationClient): somebody is signed in.
        ended(): the session is over without anybody having signed out.
        not_kept(AppError): the keyring did not take that somebody stays signed in; said once of each.
    """

    opened = Signal(object)
    ended = Signal()
    not_kept = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        keeper: Keeper,
        own_url: str = "",
        ca_file: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.own_url, self._ca_file = own_url, ca_file
        self._jobs, self._keeper = jobs, keeper
        self._client: StationClient | None = None
        self._is_kept = False

    @property
    def client(self) -> StationClient | None:
        return self._client

    def ask_keyring(self, on_none: Callable[[], None], owner: QObject) -> None:
        """Look in the background for a keyring.

        ``on_none`` is called on the GUI thread where there is none, unless the owner is gone by then.
        """

        def found(is_there: bool) -> None:
            if not is_there:
                on_none()

        self._jobs.run(lambda: self._keeper.is_there, found, lambda _: on_none(), owner)

    def sign_in(
        self,
        request: SignInRequest,
        on_ok: Callable[[Operator], None],
        on_error: Callable[[AppError], None],
        owner: QObject,
    ) -> None:
        """``SignInDoor``: in the background; one of the two is called on the GUI thread."""

        def knock() -> StationClient:
            client = self._client_for(request.station or self.own_url)
            client.session.sign_in(request.login, request.password)
            return client

        def entered(client: StationClient) -> None:
            self._enter(client, is_kept=request.remember)
            operator = client.session.operator
            assert operator is not None
            on_ok(operator)

        self._jobs.run(knock, entered, on_error, owner)

    def resume(self, station: str, on_none: Callable[[], None]) -> None:
        """Let in who stayed signed in; ``on_none`` is called on the GUI thread when there is nobody."""

        def knock() -> StationClient | None:
            url = station or self.own_url
            kept = self._keeper.load(url)
            if kept is None:
                return None
            client = self._client_for(url)
            client.session.resume(kept.refresh)
            return client

        def entered(client: StationClient | None) -> None:
            if client is None:
                on_none()
            else:
                self._enter(client, is_kept=True)

        def failed(error: AppError) -> None:
            logger.info("nobody stayed signed in: %s", error.code)
            on_none()

        self._jobs.run(knock, entered, failed, self)

    def sign_out(self) -> None:
        """Forget who is signed in, here and at the station."""
        client, self._client = self._client, None
        if client is None:
            return
        self._is_kept = False

        def leave() -> None:
            self._keeper.forget(client.wire.address.base_url)
            client.session.sign_out()

        self._jobs.run(leave, lambda _: None, lambda error: logger.info("not signed out: %s", error.code), self)

    def _client_for(self, url: str) -> StationClient:
        if not url:
            raise AppError("station.not_ready")
        address = StationAddress.parse(url, self._ca_file)
        present = self._client
        if present is not None and present.wire.address == address:
            return present
        wire = Wire(address)
        return StationClient(wire, Session(wire, self._on_session))

    def _enter(self, client: StationClient, *, is_kept: bool) -> None:
        self._client, self._is_kept = client, is_kept
        self._jobs.run(self._keep, lambda _: None, lambda _: None, self)
        self.opened.emit(client)

    def _on_session(self, state: SessionState) -> None:
        # On whichever thread noticed, which is never the one that draws.
        if state is SessionState.SIGNED_IN:
            self._keep()
        elif state is SessionState.ENDED:
            self.ended.emit()

    def _keep(self) -> None:
        """Remember the refresh token, which is another one after each renewal. May block."""
        client = self._client
        if client is None or not self._is_kept:
            return
        operator, refresh = client.session.operator, client.session.refresh_token()
        if operator is not None and refresh is not None:
            self._is_kept = self._keeper.save(client.wire.address.base_url, Kept(operator.login, refresh))
            if not self._is_kept:
                self.not_kept.emit(AppError("session.not_kept"))
