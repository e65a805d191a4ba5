"""What is said of a sentence that cannot be read, and how reading goes on after it."""
