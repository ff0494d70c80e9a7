// Deployer tests
