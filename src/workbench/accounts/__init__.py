"""Who works where, as what, with which powers: branches, staff, posts, deputies, authority, sign-in."""
