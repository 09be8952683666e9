"""Speech: codec, packets, keys, the jitter buffer, mixing, floor control, recordings. No Qt in here."""
