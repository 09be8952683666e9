"""Reading bits, most significant first, and the Exp-Golomb codes of H.264 and H.265."""

from __future__ import annotations


class BitsEndedError(Exception):
    """More bits were asked for than there are."""


class Bits:
    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        """The next ``count`` bits as an unsigned number."""
        if count > self._left:
            raise BitsEndedError
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def skip(self, count: int) -> None:
        self.take(count)

    def unsigned(self) -> int:
        """``ue(v)``. Source: ITU-T H.264 (08/2021) 9.1."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise BitsEndedError
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """``se(v)``."""
        code = self.unsigned()
        return (code + 1) // 2 if code % 2 else -(code // 2)
