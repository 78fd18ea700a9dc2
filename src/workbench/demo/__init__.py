"""The demo bank: a tree, its people, its customers. Everybody in it is made up, and so is every number."""
