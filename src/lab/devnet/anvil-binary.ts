import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { FatalError } from '../../core/errors.js';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The program itself, of the package for this platform: the launcher of @foundry-rs/anvil would be one more process between a signal and the chain. */
export function anvilBinary(): string {
  const require = createRequire(import.meta.url);
  const name = `@foundry-rs/anvil-${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  try {
    const launcher = createRequire(require.resolve('@foundry-rs/anvil/package.json'));
    const folder = path.dirname(launcher.resolve(`${name}/package.json`));
    const file = path.join(folder, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
    if (existsSync(file)) return file;
  } catch {
    // Told below.
  }
  throw new FatalError(
    'no-anvil',
    `The devnet's program is not installed: ${name} is missing. Run npm ci again, or follow a chain of your own: tocsin start --rpc URL.`,
  );
}
