"""Acts on a client's or member's way in: plain functions, each one transaction with its event and its mail."""
