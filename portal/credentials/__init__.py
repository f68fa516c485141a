"""Verbs that span rows: plain functions, each ends in one commit with its event and its mail."""
