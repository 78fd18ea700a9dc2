"""The bare maker and checker of any proposal: digest, steps, opinions, four eyes."""
