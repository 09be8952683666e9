"""What several features are made of: actions, sentences, words, designed states, and the ports they use."""
