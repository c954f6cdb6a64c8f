"""Norwegian status reports in PDF, turned into tidy tables with the evidence beside every value."""
