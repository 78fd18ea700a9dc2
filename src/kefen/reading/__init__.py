"""Files to drafts: Markdown, YAML, tables, folders. Nothing is judged here but form."""
