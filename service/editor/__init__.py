"""Pages and commands for editors and clinical reviewers."""
