"""Raw blocks → Document, once for all formats: paragraphs, headings, tables, sections."""

from checker.structure.build import structured

__all__ = ["structured"]
