"""Raw blocks → Document, once for all formats: paragraphs, headings, tables, sections."""

from checker.structure.build import packaged, structured, with_headings

__all__ = ["packaged", "structured", "with_headings"]
