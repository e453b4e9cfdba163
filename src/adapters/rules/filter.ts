import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Hex } from '../../core/chain/block.js';
import { Account } from '../../core/monitor/account.js';
import type { MonitorFilter } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import { constantOf, numberOf } from './constant.js';
import { pathOf } from './expression.js';
import type { AbiItem, MonitorAbi } from './monitor-abi.js';

/** What must hold where an expression is true; null: nothing is known of it. */
interface Needs {
  readonly addresses: ReadonlySet<Hex> | null;
  readonly topics: ReadonlySet<string> | null;
  readonly above: bigint | null;
}

const NO_NEEDS: Needs = { addresses: null, topics: null, above: null };

/** Fields by what is asked about: whose address decides, whose text names it, whose amount is its size. */
const ADDRESS_FIELDS = {
  transaction: ['tx.from', 'tx.to'],
  event: ['event.address'],
  call: ['call.to'],
  transfer: ['transfer.token', 'transfer.from', 'transfer.to'],
  block: [],
  finding: ['finding.subject'],
} as const;
const SIZE_FIELDS = {
  transaction: 'tx.value',
  event: null,
  call: 'call.value',
  transfer: 'transfer.amount',
  block: null,
  finding: null,
} as const;

/**
 * Reads from an expression what it cannot be true without, so that a thousand monitors are a few look-ups a transaction. Never narrower than the expression: what is not
 * understood narrows nothing.
 */
export function filterOf(
  ast: ASTNode,
  monitor: Pick<Monitor, 'on' | 'addresses'>,
  abi: MonitorAbi,
  environment: Environment,
  needsKnown: boolean,
): MonitorFilter {
  const items = monitor.on === 'call' ? abi.functions : abi.events;
  const needs = needsOf(ast);
  const known = needsKnown ? new Set(items.map(({ key }) => key)) : null;
  return {
    addresses: needs.addresses ?? (monitor.addresses.length === 0 ? null : new Set(monitor.addresses)),
    topics: needs.topics ?? known,
    above: needs.above,
  };

  function needsOf(node: ASTNode): Needs {
    if (node.op === '&&') return all(needsOf(node.args[0]), needsOf(node.args[1]));
    if (node.op === '||') return any(needsOf(node.args[0]), needsOf(node.args[1]));
    if (node.op === '==' || node.op === 'in')
      return equalNeeds(node.args[0], node.args[1]) ?? (node.op === '==' ? equalNeeds(node.args[1], node.args[0]) : null) ?? NO_NEEDS;
    if (node.op === '>' || node.op === '>=') return above(node.args[0], node.args[1], node.op === '>=');
    if (node.op === '<' || node.op === '<=') return above(node.args[1], node.args[0], node.op === '<=');
    return NO_NEEDS;
  }

  function equalNeeds(field: ASTNode, other: ASTNode): Needs | null {
    const name = pathOf(field)?.join('.');
    const constant = name === undefined ? null : constantOf(other, environment);
    if (name === undefined || constant?.kind !== 'value') return null;
    const values: readonly unknown[] = Array.isArray(constant.value) ? constant.value : [constant.value];
    if (ADDRESS_FIELDS[monitor.on].some((known) => known === name)) {
      const addresses = values.flatMap((value) => (value instanceof Account ? [value.address] : []));
      return addresses.length === values.length ? { ...NO_NEEDS, addresses: new Set(addresses) } : null;
    }
    const topics = topicsOf(name, values);
    return topics === null ? null : { ...NO_NEEDS, topics };
  }

  function topicsOf(name: string, values: readonly unknown[]): ReadonlySet<string> | null {
    const texts = values.filter((value) => typeof value === 'string');
    if (texts.length !== values.length) return null;
    const keysBy = (of: (item: AbiItem) => string) => new Set(items.filter((item) => texts.includes(of(item))).map(({ key }) => key));
    if (name === `${monitor.on}.name`) return keysBy((item) => item.name);
    if (name === `${monitor.on}.signature`) return keysBy((item) => item.signature);
    if (monitor.on === 'call' && name === 'call.selector') return new Set(texts);
    return monitor.on === 'finding' && name === 'finding.detector' ? new Set(texts) : null;
  }

  function above(field: ASTNode, other: ASTNode, isOrEqual: boolean): Needs {
    if (pathOf(field)?.join('.') !== SIZE_FIELDS[monitor.on]) return NO_NEEDS;
    const constant = constantOf(other, environment);
    const value = constant?.kind === 'value' ? numberOf(constant.value) : null;
    return typeof value === 'bigint' ? { ...NO_NEEDS, above: isOrEqual ? value - 1n : value } : NO_NEEDS;
  }
}

function all(a: Needs, b: Needs): Needs {
  return {
    addresses: smaller(a.addresses, b.addresses),
    topics: smaller(a.topics, b.topics),
    above: a.above === null ? b.above : b.above === null || a.above > b.above ? a.above : b.above,
  };
}

/** Either of two that must both hold may stand for them; the smaller one leaves less to ask. */
function smaller<T>(a: ReadonlySet<T> | null, b: ReadonlySet<T> | null): ReadonlySet<T> | null {
  if (a === null || b === null) return a ?? b;
  return a.size <= b.size ? a : b;
}

function any(a: Needs, b: Needs): Needs {
  return {
    addresses: a.addresses === null || b.addresses === null ? null : new Set([...a.addresses, ...b.addresses]),
    topics: a.topics === null || b.topics === null ? null : new Set([...a.topics, ...b.topics]),
    above: lower(a.above, b.above),
  };
}

function lower(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return null;
  return a < b ? a : b;
}
