"""Running a graph anew."""
