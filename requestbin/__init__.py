"""A self-hosted webhook inspector and debugger."""

__version__ = "0.1.0"
