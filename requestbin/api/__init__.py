"""The edge for programs: REST with bearer tokens."""
