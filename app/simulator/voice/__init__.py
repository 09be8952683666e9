"""Terminals that hear, answer and talk: what the demo city's units carry, and an example for device makers."""
