"""The tables packaged for users: data package, codebook, workbook, SQL views."""
