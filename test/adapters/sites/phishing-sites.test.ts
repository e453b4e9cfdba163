import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { createPhishingSites } from '../../../src/adapters/sites/phishing-sites.js';

const siteOf = createPhishingSites();
const config = createRequire(import.meta.url)('eth-phishing-detect/src/config.json') as {
  readonly blacklist: readonly string[];
  readonly whitelist: readonly string[];
};

describe('a page by its name', () => {
  it('is on the list, with what lies under it', () => {
    const [listed = ''] = config.blacklist;
    expect(siteOf(listed).listed).toBe('eth-phishing-detect');
    expect(siteOf(`app.${listed}`.toUpperCase()).listed).toBe('eth-phishing-detect');
    const [allowed = ''] = config.whitelist;
    expect(siteOf(allowed).listed).toBeNull();
  });

  it.each([
    ['one letter is another', 'uniswaq.org', 'uniswap.org'],
    ['one letter is missing', 'unswap.org', 'uniswap.org'],
    ['two letters changed places', 'opnesea.io', 'opensea.io'],
    ['a letter is of another script', 'xn--unswap-q9a.org', 'uniswap.org'],
    ['digits stand for letters', 'c0inbase.com', 'coinbase.com'],
    ['the name stands within a longer one', 'uniswap-claim.app', 'uniswap.org'],
    ['the name stands before another page’s', 'metamask.wallet-verify.io', 'metamask.io'],
  ])('imitates a known one where %s', (_, host, known) => {
    const found = siteOf(host);
    expect([found.listed !== null || found.imitates === known, found]).toEqual([true, found]);
  });

  it('is no imitation where it is the page itself, its subdomain, or a name of its own', () => {
    const honest = [
      'uniswap.org',
      'app.uniswap.org',
      'metamask.io',
      'portfolio.metamask.io',
      'etherscan.io',
      'github.com',
      'wikipedia.org',
      'ethereum.org',
      'aave.com',
      'safe.global',
      'app.safe.global',
      'lido.fi',
      'stake.lido.fi',
      'town.example',
    ];
    const blamed = honest.map(siteOf).filter(({ listed, imitates }) => listed !== null || imitates !== null);
    expect(blamed).toEqual([]);
  });
});
