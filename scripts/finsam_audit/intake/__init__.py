"""A report's file in, its rows out: readers give blocks, the blocks become bare rows, the mapping gives the codes."""
