// Depot
