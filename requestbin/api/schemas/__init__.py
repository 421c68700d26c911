"""The shapes of the REST contract; routes, OpenAPI and its page are made from them."""
