import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type GeneratedFile, generateIndex, generatePage } from './catalogue-files.js';

/** `npm run gen` writes what follows from the catalogue's files; with --check it only says what is out of date. */
const isCheck = process.argv.includes('--check');

function settle({ path, text }: GeneratedFile): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return true;
  if (isCheck) process.stderr.write(`${path} is out of date: run npm run gen.\n`);
  else {
    writeFileSync(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
  return !isCheck;
}

const settled = [settle(generateIndex()), settle(await generatePage())];
if (settled.includes(false)) process.exitCode = 1;
