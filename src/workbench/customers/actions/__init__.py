"""What is done to parties and to what is kept of them."""
