"""Every screen of the program, and what looks at all of them."""
