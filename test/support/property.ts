import fc from 'fast-check';

/** The seed of this run: the one that TOCSIN_TEST_SEED names, to repeat a failure. */
const SEED = Number(process.env['TOCSIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Holds a property to many random inputs, and prints the seed that makes the same ones again. */
export function holds<T>(name: string, property: fc.IProperty<T>, runs = 300): void {
  process.stderr.write(`${name}: TOCSIN_TEST_SEED=${SEED}\n`);
  fc.assert(property, { seed: SEED, numRuns: runs });
}

/** The same for a property that waits for something. */
export async function holdsAsync<T>(name: string, property: fc.IAsyncProperty<T>, runs: number): Promise<void> {
  process.stderr.write(`${name}: TOCSIN_TEST_SEED=${SEED}\n`);
  await fc.assert(property, { seed: SEED, numRuns: runs, interruptAfterTimeLimit: 60_000 });
}
