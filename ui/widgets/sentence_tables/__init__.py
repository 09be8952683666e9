"""Sentences for error codes, a subject each; ``ui.widgets.sentence_table`` puts them together."""
