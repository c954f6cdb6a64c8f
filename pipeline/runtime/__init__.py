"""What every command needs of the machine: refusals, files, processes, limits, passwords."""
