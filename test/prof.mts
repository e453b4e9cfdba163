import { RULES } from '../src/check/rules/catalogue.js';
import { factsOf } from './check/rules/facts.js';

for (const rule of RULES) {
  process.stdout.write(rule.id + ' ');
  const s = performance.now();
  const { default: t } = await import(`./check/rules/${rule.id}.ts`);
  for (const [name, sev, given, params] of t.fires) {
    const h = rule.inspect(factsOf(given), params).map((x: any) => x.severity);
    if (!h.includes(sev)) console.log('\n  FIRE?', name, sev, h);
  }
  for (const [name, given, params] of t.silent) {
    const h = rule.inspect(factsOf(given), params);
    if (h.length)
      console.log(
        '\n  SILENT?',
        name,
        h.map((x: any) => x.text),
      );
  }
  const ms = performance.now() - s;
  if (ms > 300) console.log('SLOW', ms);
}
