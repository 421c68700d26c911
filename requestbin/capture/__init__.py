"""The edge that takes whatever arrives at a bin's URL."""
