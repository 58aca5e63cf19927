"""The job as a person would tell it: each stage reads, asks the pure core, and writes."""
