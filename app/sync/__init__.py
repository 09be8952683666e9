"""The desk's side of the wire: sign-in, REST, the feed and the outbox. Knows nothing of who shows what arrives."""
