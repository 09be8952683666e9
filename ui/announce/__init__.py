"""Announcements: what is recorded, typed or kept, and spoken now or again and again."""
