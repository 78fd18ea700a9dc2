"""Who did, read, revealed or exported what, when and why: written by actions, signed, sealed, verified."""
