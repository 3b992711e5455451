"""Who works here: staff accounts, signing in and out."""
