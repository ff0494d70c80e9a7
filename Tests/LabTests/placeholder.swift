// Lab tests
