"""What the policies say of a customer: decisions, runs, and the register of standings."""
