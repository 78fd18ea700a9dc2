"""Papers as PDF: one layout, data only from outside, and a font that has every character or the paper is refused."""
