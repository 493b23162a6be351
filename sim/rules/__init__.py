"""What happens: one mechanism a file. Rules take rows; phases own the tables."""
