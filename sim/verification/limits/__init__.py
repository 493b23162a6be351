"""Markets put into a limit in which one thing happens, so that what comes of it is known exactly."""
