"""The look of the desk: tokens, and what Qt needs made of them.

``tokens`` has the values, ``look.Look`` holds the theme in force and says when it changes. A widget that only uses
standard controls needs neither: it gets its look from the style sheet, by type and by the ``role`` property (see
``sheets``). A widget that paints itself is given the ``Look`` and repaints on ``Look.changed``.
"""
