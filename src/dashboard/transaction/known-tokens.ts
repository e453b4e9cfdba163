export interface KnownToken {
  readonly symbol: string;
  readonly decimals: number;
}

/** The tokens that most movements are in, by chain. Others are shown in their smallest unit: a guessed point would be a wrong amount. */
const KNOWN: Readonly<Record<number, Readonly<Record<string, KnownToken>>>> = {
  1: {
    '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2': { symbol: 'WETH', decimals: 18 },
    '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48': { symbol: 'USDC', decimals: 6 },
    '0xdAC17F958D2ee523a2206206994597C13D831ec7': { symbol: 'USDT', decimals: 6 },
    '0x6B175474E89094C44Da98b954EedeAC495271d0F': { symbol: 'DAI', decimals: 18 },
    '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599': { symbol: 'WBTC', decimals: 8 },
    '0x514910771AF9Ca656af840dff83E8264EcF986CA': { symbol: 'LINK', decimals: 18 },
    '0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984': { symbol: 'UNI', decimals: 18 },
    '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84': { symbol: 'stETH', decimals: 18 },
    '0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0': { symbol: 'wstETH', decimals: 18 },
  },
  8453: {
    '0x4200000000000000000000000000000000000006': { symbol: 'WETH', decimals: 18 },
    '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913': { symbol: 'USDC', decimals: 6 },
  },
};

/** Chains whose coin is ether; that of others is named for what it is. */
const ETHER_CHAINS: ReadonlySet<number> = new Set([1, 10, 8453, 42161, 11155111]);
const NATIVE_DECIMALS = 18;

const BY_CHAIN = new Map(
  Object.entries(KNOWN).map(([chain, tokens]) => [
    Number(chain),
    new Map(Object.entries(tokens).map(([address, token]) => [address.toLowerCase(), token])),
  ]),
);

/** What to call a token and where its point is; `token` null is the native coin. Null where it is not known. */
export function knownToken(chainId: number, token: string | null): KnownToken | null {
  if (token === null) return { symbol: ETHER_CHAINS.has(chainId) ? 'ETH' : 'native coin', decimals: NATIVE_DECIMALS };
  return BY_CHAIN.get(chainId)?.get(token.toLowerCase()) ?? null;
}

export const KNOWN_TOKENS = KNOWN;
