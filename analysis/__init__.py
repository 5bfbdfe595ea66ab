"""chipbrief: extraction campaigns, student compute and chip-export regimes, in one unit."""
