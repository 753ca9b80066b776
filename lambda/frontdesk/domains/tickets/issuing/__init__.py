"""A paid booking becomes tickets: signed, drawn, kept where their owner finds them, mailed."""
