"""What befalls a lab at work, and that nothing is lost by it."""
