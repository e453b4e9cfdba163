import { createRequire } from 'node:module';
import { domainToASCII } from 'node:url';
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

  it('is on the list wherever it stands there, and whatever lies beside it is not', () => {
    const every = config.blacklist.filter((_, i) => i % 500 === 0);
    expect(every.length).toBeGreaterThan(20);
    expect(every.filter((host) => siteOf(host).listed !== 'eth-phishing-detect')).toEqual([]);
    const [listed = ''] = every;
    expect(siteOf(`${listed}.`)).toMatchObject({ host: listed, listed: 'eth-phishing-detect' });
    expect(siteOf(`${listed}.town.example`).listed).toBeNull();
  });

  it('is on no list where it is allowed', () => {
    expect(config.whitelist.filter((host) => siteOf(host).listed !== null)).toEqual([]);
  });

  it.each([
    ['unіswap.org', 'uniswap.org'], // і of Cyrillic
    ['ореnsea.io', 'opensea.io'], // о, р, е
    ['métamask.io', 'metamask.io'],
    ['аave.com', 'aave.com'],
    ['lidо.fi', 'lido.fi'],
    ['саfe-coinbаse.com', 'coinbase.com'],
  ])('imitates where letters look alike, by its letters and by its punycode: %s', (host, known) => {
    const punycode = domainToASCII(host);
    expect(punycode.startsWith('xn--')).toBe(true);
    expect([siteOf(host), siteOf(punycode), siteOf(`app.${punycode}`)].map(({ imitates }) => imitates)).toEqual([known, known, known]);
  });

  it.each([
    ['a letter is one more', 'uniswapp.org', 'uniswap.org'],
    ['two letters look like one', 'rnetamask.io', 'metamask.io'],
    ['the known page is a part of another’s', 'opensea.io.claim.example', 'opensea.io'],
    ['a short name stands before another page’s', 'lido.claim.example', 'lido.fi'],
    ['the name is joined to a word', 'app-uniswap.org', 'uniswap.org'],
    ['a digit is in a subdomain', 'c0inbase.login.example', 'coinbase.com'],
  ])('imitates, and says whom, where %s', (_, host, known) => {
    expect(siteOf(host).imitates).toBe(known);
  });

  it('is no imitation where well-known pages are, with what they keep under their names', () => {
    const honest = [
      'google.com',
      'mail.google.com',
      'x.com',
      'youtube.com',
      'cloudflare.com',
      'docs.soliditylang.org',
      'ens.domains',
      'app.ens.domains',
      'zapper.xyz',
      'defillama.com',
      'chainlist.org',
      'coingecko.com',
      'coinmarketcap.com',
      'optimistic.etherscan.io',
      'basescan.org',
      'polygon.technology',
      'docs.uniswap.org',
      'swap.cow.fi',
      'app.pendle.finance',
      'pro.opensea.io',
      'localhost',
    ];
    expect(honest.map(siteOf).filter(({ listed, imitates }) => listed !== null || imitates !== null)).toEqual([]);
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
