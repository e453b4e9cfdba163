import type { Hex } from '../core/chain/block.js';
import { CALL_WORDS, uintAt, wordCount } from '../core/chain/words.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

/** What a token's owner may do to its holders. `flag`: the argument that says on or off, and the value that takes something away; null: the call always does. */
interface Switch {
  readonly what: 'trading' | 'holders';
  readonly flag: { readonly word: number; readonly takes: bigint } | null;
}

const tradingOff: Switch = { what: 'trading', flag: { word: 0, takes: 0n } };
const trading: Switch = { what: 'trading', flag: null };
const banned: Switch = { what: 'holders', flag: { word: 1, takes: 1n } };
const ban: Switch = { what: 'holders', flag: null };

const SWITCHES: ReadonlyMap<Hex, Switch> = new Map<Hex, Switch>([
  ['0xc2e5ec04', tradingOff], // setTradingEnabled(bool)
  ['0x8f70ccf7', tradingOff], // setTrading(bool)
  ['0xf275f64b', tradingOff], // enableTrading(bool)
  ['0x0d295980', tradingOff], // tradingStatus(bool)
  ['0x379ba1d9', tradingOff], // setTradingStatus(bool)
  ['0x21c03a97', tradingOff], // setTradingOpen(bool)
  ['0x1031e36e', trading], // pauseTrading()
  ['0x17700f01', trading], // disableTrading()
  ['0xc997eb8d', banned], // blacklist(address[],bool)
  ['0x404e5129', banned], // blacklist(address,bool)
  ['0x153b0d1e', banned], // setBlacklist(address,bool)
  ['0x0e85d1e3', banned], // setBlacklist(address[],bool)
  ['0x455a4396', banned], // blacklistAddress(address,bool)
  ['0x2d5a5d34', banned], // blacklistAccount(address,bool)
  ['0x9155e083', banned], // updateBlacklist(address,bool)
  ['0x68092bd9', banned], // setBlackList(address,bool)
  ['0x342aa8b5', banned], // setBot(address,bool)
  ['0x9c0db5f3', banned], // setBots(address[],bool)
  ['0xfb2f3492', banned], // manageBlacklist(address[],bool)
  ['0xb515566a', ban], // setBots(address[])
  ['0xd34628cc', ban], // addBots(address[])
  ['0x00b8cf2a', ban], // blockBots(address[])
  ['0xffecf516', ban], // addBot(address)
  ['0xf9f92be4', ban], // blacklist(address)
  ['0x44337ea1', ban], // addToBlacklist(address)
]);

/** A token's owner takes from holders what they bought it for: the right to sell. See token-blacklist-toggle.md. */
export default defineDetector({
  id: 'token-blacklist-toggle',
  version: 1,
  title: 'Token transfers switched off',
  maturity: 'stable',
  attack: 'rug-pull',
  stage: 'user',
  needs: [],
  on: ['call'],
  params: {},

  inspect(tx, ctx) {
    const { selector } = tx.decoded;
    const found = selector === null ? undefined : SWITCHES.get(selector);
    if (found === undefined || tx.to === null || tx.receipt?.status === 0) return [];
    const { flag, what } = found;
    if (flag !== null && (wordCount(tx.input, CALL_WORDS) <= flag.word || uintAt(tx.input, flag.word, CALL_WORDS) !== flag.takes))
      return [];
    // Issuers of dollars freeze by law: stablecoin-blocklisted speaks of that.
    if (ctx.labelsOf(tx.to).some(({ category }) => category === 'stablecoin')) return [];
    const { buyers } = ctx.history.tradersOf(tx.to);
    if (buyers.length === 0) return [];
    return [
      {
        severity: what === 'trading' ? 'high' : 'medium',
        subject: { address: tx.to, role: 'token' },
        parties: [{ address: tx.from, role: 'owner' }],
        summary: `${shortAddress(tx.from)} ${what === 'trading' ? 'switched off transfers' : 'shut holders out'} of ${shortAddress(tx.to)}, after ${buyers.length} people had bought it.`,
        reasons: [
          {
            id: what === 'trading' ? 'trading-off' : 'holders-banned',
            text: what === 'trading' ? 'Nobody can sell any more.' : 'Who is on its list cannot sell any more.',
          },
          { id: 'bought', text: 'People bought it from a pool before.', value: buyers.length },
        ],
        evidence: { token: tx.to, selector, what, buyers: buyers.length },
      },
    ];
  },
});
