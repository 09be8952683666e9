"""Cutting containers at key frames without decoding, so that a reader can begin in the middle of a stream."""
