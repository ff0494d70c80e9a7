// Trust tests
