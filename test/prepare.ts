import { compileContracts } from '../src/lab/compile.js';

// Once, before the workers ask for them at the same time, each within the time of its first test.
compileContracts();
