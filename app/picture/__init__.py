"""The common operating picture: what folding the log gives, and the fleet beside it."""
