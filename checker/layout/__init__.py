"""Positioned glyphs and ruling lines → lines of text and grids; the same for every fixed-layout format."""
