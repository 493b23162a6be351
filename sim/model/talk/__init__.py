"""Conversations: what is told, heard, compared and passed on."""
