"""The talk log: who said what to whom, who heard it, and hearing it again."""
