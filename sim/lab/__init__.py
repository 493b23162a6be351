"""Many worlds: points and seeds, executors, and a store that survives being interrupted."""
