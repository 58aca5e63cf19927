"""What ``diptych doctor`` looks at: one file a topic, each a function that gives diagnoses and changes nothing."""
