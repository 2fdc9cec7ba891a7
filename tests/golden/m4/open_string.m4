text `never closed
