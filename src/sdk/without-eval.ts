import { config } from 'zod';

/** Pages whose content security policy forbids eval import this before anything else: zod then builds its parsers without it, and does not try. */
config({ jitless: true });
