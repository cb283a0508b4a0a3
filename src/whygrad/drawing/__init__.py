"""Drawing circuits: what is seen of a graph, what is closed into boxes, and where everything stands."""
