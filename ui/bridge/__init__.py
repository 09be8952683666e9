"""From threads to signals: what happens elsewhere arrives on the GUI thread, and nowhere else."""
