// Inventory tests
