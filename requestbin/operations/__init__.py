"""What those who run an instance ask of it: health, metrics, logs."""
