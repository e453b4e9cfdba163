import type { Hex } from '../../core/chain/block.js';
import type { CallDecoder, DecodedCall } from '../../ports/call-decoder.js';
import { argumentAt, asBytes, asList } from './arguments.js';

const PERMIT_DETAILS = '(address token, uint160 amount, uint48 expiration, uint48 nonce)';
/** Uniswap's Universal Router (its Commands library): the lower six bits of each command byte. */
const STEPS: ReadonlyMap<number, string> = new Map([
  [0x00, 'function v3SwapExactIn(address recipient, uint256 amountIn, uint256 amountOutMin, bytes path, bool payerIsUser)'],
  [0x01, 'function v3SwapExactOut(address recipient, uint256 amountOut, uint256 amountInMax, bytes path, bool payerIsUser)'],
  [0x02, 'function permit2TransferFrom(address token, address to, uint160 amount)'],
  [0x03, `function permit2PermitBatch((${PERMIT_DETAILS}[] details, address spender, uint256 sigDeadline) permitBatch, bytes signature)`],
  [0x04, 'function sweep(address token, address recipient, uint256 amountMin)'],
  [0x05, 'function transfer(address token, address recipient, uint256 amount)'],
  [0x06, 'function payPortion(address token, address recipient, uint256 bips)'],
  [0x08, 'function v2SwapExactIn(address recipient, uint256 amountIn, uint256 amountOutMin, address[] path, bool payerIsUser)'],
  [0x09, 'function v2SwapExactOut(address recipient, uint256 amountOut, uint256 amountInMax, address[] path, bool payerIsUser)'],
  [0x0a, `function permit2Permit((${PERMIT_DETAILS} details, address spender, uint256 sigDeadline) permitSingle, bytes signature)`],
  [0x0b, 'function wrapEth(address recipient, uint256 amount)'],
  [0x0c, 'function unwrapWeth(address recipient, uint256 amountMin)'],
  [0x0d, 'function permit2TransferFromBatch((address from, address to, uint160 amount, address token)[] transfers)'],
  [0x0e, 'function balanceCheckErc20(address owner, address token, uint256 minBalance)'],
  [0x10, 'function v4Swap(bytes actions, bytes[] params)'],
]);
const SUB_PLAN = 0x21;
const SUB_PLAN_TEXT = 'function executeSubPlan(bytes commands, bytes[] inputs)';
const DEEPEST = 4;

/** The steps of a plan, those of plans within it among them. A step that is not known is left out of the list and stays in the arguments. */
export function routerSteps(commands: Hex, inputs: readonly Hex[], decoder: CallDecoder, depth = 0): readonly DecodedCall[] {
  const bytes = commands.slice(2).match(/../g) ?? [];
  return bytes.flatMap((byte, i): readonly DecodedCall[] => {
    const command = Number.parseInt(byte, 16) & 0x3f;
    const input = inputs[i];
    if (input === undefined) return [];
    if (command === SUB_PLAN && depth < DEEPEST) {
      const plan = decoder.parameters(SUB_PLAN_TEXT, input);
      if (plan === null) return [];
      const inner = asList(argumentAt(plan, 1)).map((each) => asBytes(each) ?? '0x');
      return routerSteps(asBytes(argumentAt(plan, 0)) ?? '0x', inner, decoder, depth + 1);
    }
    const written = STEPS.get(command);
    const step = written === undefined ? null : decoder.parameters(written, input);
    return step === null ? [] : [step];
  });
}
