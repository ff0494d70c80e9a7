// Station tests
