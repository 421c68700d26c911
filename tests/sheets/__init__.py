"""Contact sheets: every example of the corpus as the page shows it, to be looked at."""
