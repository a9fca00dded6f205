"""What changes the world of surveys."""
