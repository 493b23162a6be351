"""The cases, a file for each subject; importing a file declares its cases."""
