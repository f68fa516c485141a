"""Figures that must hold, each printed beside its bound: `make measure`. They take minutes and a quiet machine."""
