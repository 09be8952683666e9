"""The words of the product as frozen models. What goes over the wire is what is defined here."""
