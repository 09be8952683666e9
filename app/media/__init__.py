"""Live video: streams cut without decoding and kept for a minute, and read and decoded. No Qt in here."""
