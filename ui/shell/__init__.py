"""The shell: the main window with its docks and perspectives, the top bar, notices and the command palette."""
