"""From a captured request to a committed row, and to the bin's answer."""
