"""Jobs on other machines, by Dask."""
