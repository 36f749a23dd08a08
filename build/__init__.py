"""Turn a definition and what is already known into documents: PDF, DOCX, drafts, pages and reports."""
