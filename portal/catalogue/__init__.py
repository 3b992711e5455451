"""Records, works and copies of every library in the network, and the files they came from."""
