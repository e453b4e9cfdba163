// Here as well as in main.tsx: what builds schemas may come in a file of its own, which the browser runs before main's.
import '../../sdk/without-eval.js';
import { createTocsinClient } from '../../sdk/client.js';

/** The service that served this page; the session cookie goes along by itself. */
export const client = createTocsinClient({ baseUrl: window.location.origin });
