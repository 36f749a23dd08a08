"""Which packs are to lie ready on a day, from what the register knows; the files are made elsewhere."""
