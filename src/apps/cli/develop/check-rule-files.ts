import { readdirSync, readFileSync } from 'node:fs';
import { RULE_GROUPS } from '../../../check/rule.js';
import { camelCase, formatted, type GeneratedFile } from './generated-file.js';

const FOLDER = 'src/check/rules';
const INDEX = `${FOLDER}/catalogue.ts`;
const PAGE = `${FOLDER}/README.md`;

/** The index of the rules of the check, from the files of their folder. */
export function generateRuleIndex(): GeneratedFile {
  const ids = ruleIds();
  const text = `import type { CheckRule } from '../rule.js';
${ids.map((id) => `import ${camelCase(id)} from './${id}.js';`).join('\n')}

/** Every rule of the check, by id. Written by \`npm run gen\` from the files of this folder. */
export const RULES: readonly CheckRule[] = [${ids.map(camelCase).join(', ')}];
`;
  return { path: INDEX, text: formatted(INDEX, text) };
}

/** One table a group, read from the pages. */
export function generateRulePage(): GeneratedFile {
  const ids = ruleIds();
  const entries = ids.map(entryOf);
  const tables = RULE_GROUPS.map((group) => {
    const rows = entries
      .filter((entry) => entry.group === group)
      .map(({ id, title, severity }) => `| [${id}](${id}.md) | ${title} | ${severity} |`);
    return `## ${group}\n\n| id | says | severity |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const text = `# The rules of the check

${ids.length} rules, beside the detectors, which read what was simulated. Written by \`npm run gen\`. A rule is three files: \`<id>.ts\`, its page \`<id>.md\` and \`test/check/rules/<id>.ts\`.
High and critical make a verdict malicious, medium makes a warning, low and info change nothing. A policy (\`POST /v1/checks/policies\`) sets thresholds and severities, or turns a rule off; a rule that fails is told in coverage.

${tables.join('\n')}`;
  return { path: PAGE, text: formatted(PAGE, text) };
}

export function ruleIds(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && name !== 'catalogue.ts')
    .map((name) => name.slice(0, -3))
    .sort();
}

function entryOf(id: string): { readonly id: string; readonly title: string; readonly group: string; readonly severity: string } {
  const page = readFileSync(`${FOLDER}/${id}.md`, 'utf8');
  const title = /^# (.+)$/m.exec(page)?.[1];
  const facts = /^`([a-z0-9-]+)` · group: (\S+) · severity: (.+?)(?: · .+)?$/m.exec(page);
  const [, named, group = '', severity = ''] = facts ?? [];
  if (title === undefined || named !== id || !RULE_GROUPS.some((known) => known === group))
    throw new Error(`${FOLDER}/${id}.md: the line below the title must read \`${id}\` · group: … · severity: …`);
  return { id, title, group, severity };
}
