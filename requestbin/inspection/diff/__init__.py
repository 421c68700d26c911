"""What differs between two requests, or a request and an answer, by meaning where it has one."""
