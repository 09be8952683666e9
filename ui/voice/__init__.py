"""The talk bar: who talks, who hears, and the key to talk oneself."""
