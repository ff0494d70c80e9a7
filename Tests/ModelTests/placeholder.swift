// Model tests
