"""Settings, URLs, API, the two processes of the workbench."""
