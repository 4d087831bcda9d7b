"""The reader of PDF: marks on a page become glyphs, glyphs phrases, phrases rows, rows grids and texts."""
