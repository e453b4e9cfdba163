/** Probability that a positive outranks a negative; ties count half (Mann–Whitney). Null where one side is empty. */
export function auc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const all = [...positives.map((score) => ({ score, isPositive: true })), ...negatives.map((score) => ({ score, isPositive: false }))];
  all.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j]?.score === all[i]?.score) j += 1;
    const rank = (i + 1 + j) / 2;
    for (let k = i; k < j; k += 1) if (all[k]?.isPositive === true) rankSum += rank;
    i = j;
  }
  const n = positives.length;
  return (rankSum - (n * (n + 1)) / 2) / (n * negatives.length);
}

/** Share of positives above the line that lets at most this share of negatives through. */
export function recallAt(falsePositiveRate: number, positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const allowed = Math.floor(falsePositiveRate * negatives.length);
  const line = [...negatives].sort((a, b) => b - a)[allowed] ?? Number.NEGATIVE_INFINITY;
  return positives.filter((score) => score > line).length / positives.length;
}

/** Wilson's interval of a share at 95 %. */
export function wilson(successes: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const z = 1.96;
  const share = successes / trials;
  const center = share + z ** 2 / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return [Math.max(0, (center - spread) / scale), Math.min(1, (center + spread) / scale)];
}

export interface Sized {
  readonly score: number;
  readonly frames: number;
}

const BINS: readonly (readonly [from: number, below: number])[] = [
  [20, 35],
  [35, 60],
  [60, 120],
  [120, Number.POSITIVE_INFINITY],
];

/** AUC within bins of like size, weighted by pairs: size alone ranks nothing. Null where no bin holds both. */
export function sizeMatchedAuc(positives: readonly Sized[], negatives: readonly Sized[]): number | null {
  let [sum, pairs] = [0, 0];
  for (const [from, below] of BINS) {
    const own = (rows: readonly Sized[]) => rows.filter(({ frames }) => frames >= from && frames < below).map(({ score }) => score);
    const [ours, theirs] = [own(positives), own(negatives)];
    const value = auc(ours, theirs);
    if (value === null) continue;
    sum += value * ours.length * theirs.length;
    pairs += ours.length * theirs.length;
  }
  return pairs === 0 ? null : sum / pairs;
}
