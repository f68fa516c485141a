"""Breaks each rule once, in a copy of the checkout, and sees whether a test notices: ``python -m tools.mutations``."""
