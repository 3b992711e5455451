"""Who readers and staff are: accounts, signing in and out, what protects them."""
