"""Home, search and the customer's page, made of panels that the other apps register."""
