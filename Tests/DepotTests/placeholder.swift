// Depot tests
