"""Many buyers for few seats, through the deployed functions, while everything fails that may fail."""
