"""What pytest leaves alone: the learners' programs of the corpus are read by tests, and are no tests themselves."""

collect_ignore_glob = ["corpus/right/*", "corpus/wrong/*", "corpus/arrays/*/*"]
