"""Who asks, what they may do, and how it is proved."""
