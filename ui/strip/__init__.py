"""The video strip: pinned and recently watched sources in one row under the map."""
