"""What is bought, and what compensation plans pay for it."""
