text len(never,
closed
