"""What pytest leaves alone: the learners' programs of the corpus are read by tests, and are no tests themselves.

And what tests leave alone: the folder in which code is kept for the user's next process.
"""

import os

os.environ["WHYGRAD_CACHE"] = "off"

collect_ignore_glob = ["corpus/right/*", "corpus/wrong/*", "corpus/arrays/*/*"]
