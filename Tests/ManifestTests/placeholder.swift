// Manifest tests
