"""The catalogue's door: files of events become events with seats to sell."""
