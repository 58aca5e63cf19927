"""French typography: which spaces and quotes a project wants, where a text has others, and the text put right."""
