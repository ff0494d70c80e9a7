// Deployer
