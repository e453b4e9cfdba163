/** Native ESM; swc strips the types file by file. */
export default {
  testEnvironment: '<rootDir>/test/support/plain-environment.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: false, decorators: true }, transform: { legacyDecorator: true } },
        module: { type: 'es6' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache'],
  // Two cores; the engines under test have threads of their own.
  maxWorkers: 2,
  testTimeout: 60_000,
  // A worker that leaks an engine's memory is replaced, instead of starving the other.
  workerIdleMemoryLimit: '2GB',
};
