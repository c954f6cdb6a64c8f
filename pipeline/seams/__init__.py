"""What the stages hand to each other: types, their form on disk, their readers and writers."""
