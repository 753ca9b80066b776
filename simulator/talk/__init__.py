"""`make talk`: a conversation with the desk that runs on this machine, in the terminal."""
