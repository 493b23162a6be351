"""What every room needs: sentences, and files that are read and written with care. It knows nothing of the others."""
