// Platform tests
