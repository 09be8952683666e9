"""The demo city: crews on real streets, whose phones report through the station's public doors."""
