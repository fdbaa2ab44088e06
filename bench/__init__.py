"""What it costs: a large company, loaded quickly, and the price of every everyday operation on it."""
