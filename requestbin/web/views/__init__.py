"""The pages, one module per noun; each view translates an address into one call and a template."""
