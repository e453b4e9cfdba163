import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { STAGES } from '../../../core/detect/finding.js';
import { camelCase, formatted, type GeneratedFile } from './generated-file.js';

const FOLDER = 'src/detectors';
const INDEX = `${FOLDER}/catalogue.ts`;
const PAGE = `${FOLDER}/README.md`;

/** The index first: the page is read from what it lists. */
export function generateIndex(): GeneratedFile {
  const ids = detectorIds();
  const imports = ids.map((id) => `import ${camelCase(id)} from './${id}.js';`);
  const text = `import type { Detector } from '../core/detect/detector.js';
${imports.join('\n')}

/** Every detector, by id. Written by \`npm run gen\` from the files of this folder. */
export const CATALOGUE: readonly Detector[] = [${ids.map(camelCase).join(', ')}];
`;
  return { path: INDEX, text: formatted(INDEX, text) };
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly stage: string;
  readonly severity: string;
  readonly needs: string;
  readonly maturity: string;
}

/** One table a stage: what is detected, how grave, from what. Read from the pages; maturity from the definitions. */
export async function generatePage(): Promise<GeneratedFile> {
  const maturity = new Map(await Promise.all(detectorIds().map(async (id) => [id, await maturityOf(id)] as const)));
  const entries = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => entryOf(name.slice(0, -3), maturity));
  const tables = STAGES.flatMap((stage) => {
    const rows = entries.filter((entry) => entry.stage === stage).sort((a, b) => a.id.localeCompare(b.id));
    if (rows.length === 0) return [];
    const lines = rows.map(
      ({ id, title, severity, needs, maturity: known }) => `| [${id}](${id}.md) | ${title} | ${severity} | ${needs} | ${known} |`,
    );
    return [
      `## ${STAGE_TITLES[stage]}\n\n| id | fires on | severity | needs | maturity |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}\n`,
    ];
  });
  const stable = [...maturity.values()].filter((known) => known === 'stable').length;
  const text = `# The catalogue of detectors

${maturity.size} detectors, ${stable} of them stable, and what the engine itself tells. Written by \`npm run gen\`. A detector is three files: \`<id>.ts\`, its page \`<id>.md\` and \`test/detectors/<id>.test.ts\`; \`npm run new:detector <id>\` begins them.
Severities follow [decision 6](../decisions/0006-severity.md). \`stable\` is proven by a real case or an attack in the lab, and silent on ordinary blocks; \`experimental\` lacks what its page says.

${tables.join('\n')}`;
  return { path: PAGE, text: formatted(PAGE, text) };
}

const STAGE_TITLES = {
  fund: 'Fund: where the means come from',
  prepare: 'Prepare: what is deployed before',
  exploit: 'Exploit: value leaves a contract now',
  launder: 'Launder: where it goes',
  user: 'User: people who are being robbed',
  govern: 'Govern: control moves',
  score: 'Score: unlike anything seen',
  operate: 'Operate: what the monitor did not see',
  watch: 'Watch: what monitors of users match',
} as const;

export function detectorIds(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && name !== 'catalogue.ts')
    .map((name) => name.slice(0, -3))
    .sort();
}

async function maturityOf(id: string): Promise<string> {
  const { default: detector } = await import(pathToFileURL(path.resolve(FOLDER, `${id}.ts`)).href);
  if (detector?.id !== id) throw new Error(`${FOLDER}/${id}.ts defines ${String(detector?.id)}: a file is about its name.`);
  return String(detector.maturity);
}

function entryOf(id: string, maturity: ReadonlyMap<string, string>): Entry {
  const page = readFileSync(`${FOLDER}/${id}.md`, 'utf8');
  const title = /^# (.+)$/m.exec(page)?.[1];
  const facts = /^`([a-z0-9-]+)` · stage: (.+?) · severity: (.+?) · needs: (.+)$/m.exec(page);
  if (title === undefined || facts === null || facts[1] !== id)
    throw new Error(`${FOLDER}/${id}.md: the line below the title must read \`${id}\` · stage: … · severity: … · needs: …`);
  const [, , stage = '', severity = '', needs = ''] = facts;
  if (!STAGES.some((known) => known === stage)) throw new Error(`${FOLDER}/${id}.md: stage ${stage} is none of ${STAGES.join(', ')}.`);
  return { id, title, stage, severity, needs, maturity: maturity.get(id) ?? 'engine' };
}
