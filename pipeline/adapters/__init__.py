"""Adapters: each holds one outside thing, and none imports another."""
