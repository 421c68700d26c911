"""One small module per format; `registry` lists them."""
