"""Word OUT: templates, what they can say, and numbers that stay known after editing."""
