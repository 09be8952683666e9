"""The map: a page of our own in a web view, and what it pulls from the desk.

The page (``resources/map``) asks, the desk answers: ``scheme`` takes its requests to ``page``, ``live`` and
``basemap``; ``frames`` decides when the next frame of moving units goes out; ``channel`` is the one object that
both call. ``view.MapView`` is the widget.
"""
