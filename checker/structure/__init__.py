"""Raw blocks → Document, once for all formats: paragraphs, headings, tables, sections."""

from checker.structure.build import structured, with_headings

__all__ = ["structured", "with_headings"]
