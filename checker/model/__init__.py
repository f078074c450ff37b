"""The nouns that flow through the checker. Imports nothing of ours outside this folder."""
