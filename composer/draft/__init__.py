"""A Markdown file with front matter, read as a Draft."""
