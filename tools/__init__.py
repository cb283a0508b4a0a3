"""What the developers' machines need, and the installed package does not."""
