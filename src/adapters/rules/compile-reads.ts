import { decodeFunctionResult } from 'viem';
import { messageOf } from '../../core/errors.js';
import type { CompiledRead } from '../../core/monitor/compiled-monitor.js';
import type { MonitorRead } from '../../core/monitor/monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import { encodeCall, functionOf, isView } from '../abi/encode-call.js';
import { celTypeOf, celValueOf } from './argument-types.js';
import { problemOf } from './problem.js';

export interface ReadsVerdict {
  readonly reads: readonly CompiledRead[];
  readonly fields: Readonly<Record<string, string>>;
  readonly problems: readonly RuleProblem[];
}

/** View calls of a monitor: `function totalSupply() view returns (uint256)`. One value is its type, several are a map by name. */
export function compileReads(reads: readonly MonitorRead[]): ReadsVerdict {
  const problems: RuleProblem[] = [];
  const fields: Record<string, string> = {};
  const compiled: CompiledRead[] = [];
  for (const [i, read] of reads.entries()) {
    if (fields[read.id] !== undefined)
      problems.push(problemOf(`/reads/${i}/id`, `two reads are called ${read.id}`, 'give each a name of its own'));
    try {
      const { type, call } = compileRead(read);
      fields[read.id] = type;
      compiled.push(call);
    } catch (error) {
      problems.push(
        problemOf(
          `/reads/${i}`,
          `this is no view call: ${messageOf(error).split('\n')[0] ?? ''}`.slice(0, 300),
          'write it as "function totalSupply() view returns (uint256)", with its arguments in args',
        ),
      );
    }
  }
  return { reads: compiled, fields, problems };
}

function compileRead(read: MonitorRead): { readonly type: string; readonly call: CompiledRead } {
  const item = functionOf(read.function);
  if (!isView(item)) throw new TypeError('it does not say view, and would change state');
  const [output] = item.outputs;
  if (output === undefined || item.outputs.length !== 1) throw new TypeError('it returns no value, or several');
  const data = encodeCall(item, read.args);
  return {
    type: celTypeOf(output.type),
    call: {
      id: read.id,
      to: read.address,
      data,
      read,
      decode: (answer) => celValueOf(output, decodeFunctionResult({ abi: [item], functionName: item.name, data: answer })),
    },
  };
}
