"""Dialogs: signing in, and the registry of units, terminals and operators."""
