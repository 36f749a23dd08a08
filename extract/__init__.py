"""Turn a returned file or mail into a response with provenance, and responses into the QA workbook."""
