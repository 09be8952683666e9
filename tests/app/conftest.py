"""Property tests here are judged by what they find, not by how fast a shared machine happens to be."""

from hypothesis import settings

settings.register_profile("watchfloor", deadline=None, print_blob=True)
settings.load_profile("watchfloor")
