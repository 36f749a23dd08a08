"""The rows of the trust's workbook: what came back, beside what was planned and what the policies ask."""
