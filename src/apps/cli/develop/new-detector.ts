import { existsSync, writeFileSync } from 'node:fs';
import { camelCase } from './generated-file.js';

/** `npm run new:detector <id>`: the three files of a detector, with what must be said in each. */
const id = process.argv[2] ?? '';
const files = {
  [`src/detectors/${id}.ts`]: definition(),
  [`src/detectors/${id}.md`]: page(),
  [`test/detectors/${id}.test.ts`]: test(),
};

const taken = Object.keys(files).filter((file) => existsSync(file));
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) fail(`An id reads <attack>-<what>, such as approval-to-flagged; got ${JSON.stringify(id)}.`);
else if (taken.length > 0) fail(`${taken.join(', ')}: there already.`);
else {
  for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
  process.stdout.write(
    `wrote ${Object.keys(files).join(', ')}\nFill them in, then npm run gen. A scenario with a benign twin goes to src/lab/scenarios.\n`,
  );
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

function definition(): string {
  return `import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** What it is, with its unit. */
  readonly least: bigint;
}

/** One sentence of what happens. See ${id}.md. */
export default defineDetector<Params>({
  id: '${id}',
  version: 1,
  title: '',
  maturity: 'experimental',
  attack: '',
  stage: 'exploit',
  needs: ['logs'],
  params: { least: 1n },

  inspect(tx, _ctx, params) {
    // The cheapest question first: most transactions end here.
    if (tx.valueWei < params.least || tx.to === null) return [];
    return [
      {
        severity: 'low',
        subject: { address: tx.to, role: 'victim' },
        parties: [{ address: tx.from, role: 'attacker' }],
        summary: \`\${shortAddress(tx.from)} … \${shortAddress(tx.to)}.\`,
        reasons: [{ id: '', text: '' }],
        evidence: {},
      },
    ];
  },
});
`;
}

function page(): string {
  return `# Title

\`${id}\` · stage: exploit · severity: low · needs: logs

## What it detects

## Why it matters

## Evidence

## False positives

## Blind spots

## Response
`;
}

function test(): string {
  return `import ${camelCase(id)} from '../../src/detectors/${id}.js';
import { VICTIM } from '../support/build-transaction.js';
import { detectorTables } from '../support/detector-tables.js';

detectorTables(
  ${camelCase(id)},
  [{ when: 'what it is for', tx: { to: VICTIM, valueWei: 1n }, severity: 'low', subject: VICTIM }],
  [{ when: 'what looks like it and is honest', tx: { to: VICTIM } }],
);
`;
}
