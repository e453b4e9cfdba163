/** An amount in whole units, exact: `-1.05`. */
export function decimalText(amount: bigint, decimals: number): string {
  const [sign, size] = amount < 0n ? ['-', -amount] : ['', amount];
  const scale = 10n ** BigInt(decimals);
  const fraction = (size % scale).toString().padStart(decimals, '0').replace(/0+$/, '');
  return `${sign}${size / scale}${decimals === 0 || fraction === '' ? '' : `.${fraction}`}`;
}
