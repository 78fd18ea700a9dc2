"""What is read of parties: rows ready for a screen, facts ready for a policy."""
