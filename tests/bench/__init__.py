"""What is promised of speed and memory, measured in one run: `make bench`."""
