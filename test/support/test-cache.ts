import { homedir } from 'node:os';
import path from 'node:path';

/** What tests fetch and build once a machine: outside the checkout, so that a fresh clone begins with it. */
export const TEST_CACHE = process.env['TOCSIN_TEST_CACHE'] ?? path.join(homedir(), '.cache/tocsin');
