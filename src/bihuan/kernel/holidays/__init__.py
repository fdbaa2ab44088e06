"""The holidays countries publish, as data: those that came with the product, and those read from a public file."""
