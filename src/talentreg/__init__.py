"""The register of the people a place has sent out, and of the work done to stay in touch with them."""

__version__ = "0.1.0"
