"""Write rows into a workbook that people work in, and leave every other part of it as it is."""
