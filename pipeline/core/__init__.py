"""The pure core: no clock, no disk, no network, no logging, no environment."""
