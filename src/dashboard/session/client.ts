import { createTocsinClient } from '../../sdk/client.js';

/** The service that served this page; the session cookie goes along by itself. */
export const client = createTocsinClient({ baseUrl: window.location.origin });
