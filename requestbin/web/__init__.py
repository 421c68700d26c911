"""The edge for people: pages and their parts."""
