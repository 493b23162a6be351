"""A folder of results as it lies on the disk: how it is signed, and how it is read, no matter who it comes from."""
