"""The edge that tells open pages when to look again."""
