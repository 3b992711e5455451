"""The demo: a network, a catalogue and what stands on the shelves, so that every page has life."""
