"""Thousands of reports: each PDF through all stages as one task of Dask; data sets come out."""
