"""What is left when a writer of the index is killed, or the machine will not let it write."""
