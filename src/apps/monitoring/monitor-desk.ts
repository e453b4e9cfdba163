import { createRules } from '../../adapters/rules/compile-monitor.js';
import { type MonitorInput, type MonitorValidation, type MonitorView, monitorFrom, monitorInputSchema } from '../../contracts/monitor.js';
import type { Json } from '../../core/detect/finding.js';
import { worstCost } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { MonitorFailures, MonitorMatches, StoredMonitor } from '../../ports/monitor-store.js';
import type { RuleProblem, Rules, RuleVerdict } from '../../ports/rules.js';
import { type CompiledMonitors, compileMonitors, readStored } from './compile-monitors.js';
import { FINDING_IDS } from './finding-ids.js';
import { type CodesOf, matchCode } from './match-code.js';
import { readDraft } from './read-draft.js';

export interface MonitorDeskDeps {
  readonly control: Pick<ControlStore, 'monitors' | 'channels'>;
  readonly codesOf: CodesOf;
  readonly nowMs: () => number;
}

export type Saved =
  | { readonly kind: 'saved'; readonly monitor: StoredMonitor }
  | { readonly kind: 'refused'; readonly problems: readonly RuleProblem[] }
  | { readonly kind: 'conflict' };

/** What a worst case is told for: a transaction with many events and much calldata. */
const MANY = 1_000;
const MANY_CHARACTERS = 10_000;

/** Where monitors are checked, kept and told about. What cannot work is not kept. */
export class MonitorDesk {
  private readonly rules: Rules = createRules({ detectors: FINDING_IDS });
  /** By organisation: a version is compiled once, however often it is listed. */
  private readonly compiled = new Map<string, CompiledMonitors>();

  constructor(private readonly deps: MonitorDeskDeps) {}

  /** Never refuses to answer: what is wrong with the shape is a problem like any other, and what can be read of the rest is looked at all the same. */
  async validate(organisationId: string, body: unknown): Promise<MonitorValidation> {
    const draft = readDraft(body);
    if (draft.monitor === null) return { valid: false, problems: [...draft.problems], cost: null, context: [], functions: [] };
    const { problems, verdict } = await this.judge(organisationId, draft.monitor, 0);
    const all = [...draft.problems, ...problems.filter(({ path }) => !draft.isMadeUp(path))];
    const { names, functions } = verdict.context();
    const { cost } = verdict;
    return {
      valid: !all.some(({ severity }) => severity === 'error'),
      problems: all,
      cost: cost === null ? null : { nodes: cost.nodes, worst: worstCost(cost, MANY, MANY_CHARACTERS) },
      context: names.map((name) => ({ ...name, words: [...name.words] })),
      functions: [...functions],
    };
  }

  async save(organisationId: string, input: MonitorInput, by: string, expectedVersion: number | null): Promise<Saved> {
    const { problems } = await this.judge(organisationId, input, 0);
    if (problems.some(({ severity }) => severity === 'error')) return { kind: 'refused', problems };
    const body = JSON.parse(JSON.stringify(input)) as { readonly [key: string]: Json };
    const monitor = await this.deps.control.monitors.append(
      { organisationId, id: input.id, body, atMs: this.deps.nowMs(), by },
      expectedVersion,
    );
    return monitor === null ? { kind: 'conflict' } : { kind: 'saved', monitor };
  }

  /** Null: there is none. A step of another's sequence stays: without it the other would never match again. */
  async remove(organisationId: string, id: string, by: string): Promise<'removed' | 'missing' | { readonly neededBy: string }> {
    const { monitors } = this.deps.control;
    if ((await monitors.get(organisationId, id)) === null) return 'missing';
    const needing = (await this.others(organisationId, id)).find(({ sequence }) => sequence.some(({ monitorId }) => monitorId === id));
    if (needing !== undefined) return { neededBy: needing.id };
    await monitors.append({ organisationId, id, body: null, atMs: this.deps.nowMs(), by }, null);
    return 'removed';
  }

  async list(organisationId: string): Promise<readonly MonitorView[]> {
    const { monitors } = this.deps.control;
    const [stored, { matches, errors }] = await Promise.all([monitors.current(organisationId), monitors.matches(organisationId)]);
    const compiled = compileMonitors(stored, this.rules, this.compiled.get(organisationId));
    this.compiled.set(organisationId, compiled);
    return [...compiled.values()].flatMap(({ stored: { id, version, atMs, by, body }, refusal }) => {
      const read = monitorInputSchema.safeParse(body);
      if (!read.success) return []; // Whoever wrote it with a newer program sees it there; here its owner is told that it fails.
      const health = healthOf(
        refusal,
        matches.find(({ monitorId }) => monitorId === id),
        errors.find(({ monitorId }) => monitorId === id),
      );
      return [{ ...read.data, version, updatedAt: new Date(atMs).toISOString(), updatedBy: by, health }];
    });
  }

  /** A monitor as the engine would run it. `draft`: another one that is not kept yet, and counts all the same. */
  async compile(organisationId: string, input: MonitorInput, version: number, draft?: MonitorInput): Promise<RuleVerdict> {
    const others = await this.others(organisationId, input.id);
    const drafted = draft === undefined ? [] : [monitorFrom(draft, { organisationId, version: 0 })];
    return this.rules.compile(monitorFrom(input, { organisationId, version }), [
      ...others.filter(({ id }) => id !== draft?.id),
      ...drafted,
    ]);
  }

  private async judge(
    organisationId: string,
    input: MonitorInput,
    version: number,
  ): Promise<{ readonly problems: readonly RuleProblem[]; readonly verdict: RuleVerdict }> {
    const verdict = await this.compile(organisationId, input, version);
    const channels = await this.channelProblems(organisationId, input);
    const code = verdict.compiled === null ? [] : await matchCode(verdict.compiled, this.deps.codesOf);
    return { verdict, problems: [...verdict.problems, ...channels, ...code] };
  }

  private async channelProblems(organisationId: string, { channels }: MonitorInput): Promise<readonly RuleProblem[]> {
    const known = new Map((await this.deps.control.channels.list(organisationId)).map((channel) => [channel.id, channel]));
    return channels.flatMap((id, i): RuleProblem[] => {
      const channel = known.get(id);
      if (channel?.enabled === true) return [];
      const message = channel === undefined ? `there is no channel ${id}` : `the channel ${id} is switched off`;
      return [
        {
          path: `/channels/${i}`,
          message,
          line: null,
          column: null,
          remedy: known.size === 0 ? 'make a channel first' : `there are: ${[...known.keys()].join(', ')}`,
          severity: 'error',
        },
      ];
    });
  }

  private async others(organisationId: string, id: string): Promise<readonly Monitor[]> {
    return (await this.deps.control.monitors.current(organisationId)).flatMap((each) => (each.id === id ? [] : (readStored(each) ?? [])));
  }
}

function healthOf(refusal: string | null, matched: MonitorMatches | undefined, failed: MonitorFailures | undefined): MonitorView['health'] {
  const isFailing = failed !== undefined && failed.lastAtMs > (matched?.lastAtMs ?? 0);
  const state = refusal !== null ? 'refused' : isFailing ? 'failing' : matched === undefined ? 'quiet' : 'matching';
  return {
    state,
    lastMatch: matched === undefined ? null : new Date(matched.lastAtMs).toISOString(),
    lastMatchBlock: matched?.lastBlock ?? null,
    lastAlertId: matched?.lastAlertId ?? null,
    lastIncidentId: matched?.lastIncidentId ?? null,
    matches: matched?.count ?? 0,
    lastError: refusal ?? (isFailing ? failed.message : null),
  };
}
