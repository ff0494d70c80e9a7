// Packaging tests
