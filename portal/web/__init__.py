"""HTTP that both audiences share; no product rules."""
