"""Pages: every entry as Markdown with HTML blocks that MkDocs and Zensical render the same."""
