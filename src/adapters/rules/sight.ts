import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { NATIVE } from '../../core/chain/decoded.js';
import { Account } from '../../core/monitor/account.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import { constantOf } from './constant.js';
import { conjuncts, find, pathOf } from './expression.js';

const SUMS = new Set(['delta', 'inflow', 'outflow']);

/** What a node must show of a block so that a silence of this monitor means that nothing happened. */
export function sightOf(
  ast: ASTNode,
  { on, addresses }: Pick<Monitor, 'on' | 'addresses'>,
  environment: Environment,
): CompiledMonitor['sight'] {
  const isWatched = on === 'transaction' && addresses.length > 0;
  const seesMoves = on === 'transfer' ? !namesToken(ast, environment) : find(ast, isOfMoves) !== null;
  return { logs: on === 'event' || on === 'transfer' || isWatched, traces: on === 'call' || isWatched || seesMoves };
}

/** What moved within transactions: native coin as well, of which only traces tell. */
function isOfMoves(node: ASTNode): boolean {
  if (node.op === 'rcall') return SUMS.has(node.args[0]) && pathOf(node.args[1])?.[0] === 'state';
  return pathOf(node)?.join('.') === 'tx.transfers';
}

/** Whether only tokens can be meant: they are in logs. */
function namesToken(ast: ASTNode, environment: Environment): boolean {
  return conjuncts(ast).some((part) => {
    if (part.op !== '==' && part.op !== 'in') return false;
    const [left, right] = part.args;
    const isTurned = part.op === '==' && pathOf(left) === null;
    const name = pathOf(isTurned ? right : left)?.join('.');
    const constant = constantOf(isTurned ? left : right, environment);
    if (constant?.kind !== 'value') return false;
    const values: readonly unknown[] = Array.isArray(constant.value) ? constant.value : [constant.value];
    if (name === 'transfer.standard') return values.every((value) => value !== 'native');
    return name === 'transfer.token' && values.every((value) => value instanceof Account && value.address !== NATIVE);
  });
}
