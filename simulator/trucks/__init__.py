"""A fleet of one's own at the desk on this machine: replaying its positions, and a page that shows it."""
