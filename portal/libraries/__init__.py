"""The network: libraries and their names over time, rooms, opening hours, closures, communes."""
