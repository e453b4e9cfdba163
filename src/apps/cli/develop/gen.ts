import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { generateIndex, generatePage } from './catalogue-files.js';
import { generateRuleIndex, generateRulePage } from './check-rule-files.js';
import type { GeneratedFile } from './generated-file.js';

/** `npm run gen` writes what follows from the files of the detectors and of the check's rules; with --check it only says what is out of date. */
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

const settled = [settle(generateIndex()), settle(await generatePage()), settle(generateRuleIndex()), settle(generateRulePage())];
if (settled.includes(false)) process.exitCode = 1;
