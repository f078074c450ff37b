"""Rules read back in plain words, from what they say."""
