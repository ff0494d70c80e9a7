// Archive tests
