"""The tables, made ready for those who load them: data package, codebook, workbook."""
