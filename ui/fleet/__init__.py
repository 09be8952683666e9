"""The fleet: the list of units on duty, and everything about the chosen ones."""
