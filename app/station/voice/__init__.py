"""The voice service: who can talk and hear, who does, and what of it goes on the log. It never decodes."""
