"""The data that stages exchange: types, file formats, readers and writers."""
