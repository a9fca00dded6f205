"""What changes the world of training, said as people say it."""
