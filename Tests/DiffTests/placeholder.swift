// Diff tests
