"""The documentation's site: what MkDocs builds of `docs/`, and the pages that the build makes by calling whygrad."""
