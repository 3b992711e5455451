"""Library cards: asked for online, given at the desk."""
