// The launcher of the image: what is there was built with it, so that nothing is built again on a file system that may be read-only.
import { main } from '../dist/src/apps/cli/main.js';

await main(process.argv.slice(2));
