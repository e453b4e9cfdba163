import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FatalError } from '../core/errors.js';

/** The folder that holds package.json: the same from the sources and from the build, which carries no .sol files. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const up = path.dirname(folder);
    if (up === folder)
      throw new FatalError('no-package-root', 'package.json was not found above the program: the installation is incomplete.');
    folder = up;
  }
  return folder;
}
