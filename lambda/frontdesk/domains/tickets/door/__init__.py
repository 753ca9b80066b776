"""The HTTP doors: for whoever books by program, for the hall's door, for the payment provider."""
