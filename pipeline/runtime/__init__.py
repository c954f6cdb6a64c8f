"""What every command needs from the system: refusals, files, processes, limits, passwords."""
