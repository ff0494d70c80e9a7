// Journal tests
