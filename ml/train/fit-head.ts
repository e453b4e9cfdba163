import { CALL_COLUMNS, FEATURES } from '../../src/core/features/schema.js';
import { type Head, headRow } from '../../src/core/score/head.js';

export interface HeadRows {
  readonly rows: number;
  readonly values: Float32Array;
  readonly known: Uint8Array;
}

/** Strong: a few dozen attacks must not teach more than they can (TRACES §2 c). Chosen on attacks before the split alone. */
const RIDGE = 0.04;
const STEPS = 25;
const ENOUGH = 1e-9;

/** Ridge logistic regression by Newton's method; both sides weigh the same, however many they are. */
export function fitHead(attacks: HeadRows, background: HeadRows): Head {
  const scale = standardise([attacks, background]);
  const width = CALL_COLUMNS.length;
  const sides = [
    { rows: standardised(attacks, scale), isAttack: true, weight: 0.5 / attacks.rows },
    { rows: standardised(background, scale), isAttack: false, weight: 0.5 / background.rows },
  ];
  // The last place is the bias, which is not held back.
  const beta = new Float64Array(width + 1);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = new Float64Array(width + 1);
    const hessian = Array.from({ length: width + 1 }, () => new Float64Array(width + 1));
    for (let i = 0; i < width; i += 1) {
      gradient[i] = RIDGE * (beta[i] ?? 0);
      (hessian[i] as Float64Array)[i] = RIDGE;
    }
    for (const { rows, isAttack, weight } of sides) for (const row of rows) addRow(gradient, hessian, beta, row, isAttack ? 1 : 0, weight);
    const change = solve(hessian, gradient);
    let largest = 0;
    for (let i = 0; i <= width; i += 1) {
      beta[i] = (beta[i] ?? 0) - (change[i] ?? 0);
      largest = Math.max(largest, Math.abs(change[i] ?? 0));
    }
    if (largest < ENOUGH) break;
  }
  return { ...scale, weights: Float32Array.from(beta.subarray(0, width)), bias: Math.fround(beta[width] ?? 0) };
}

function addRow(
  gradient: Float64Array,
  hessian: readonly Float64Array[],
  beta: Float64Array,
  row: Float64Array,
  truth: number,
  weight: number,
): void {
  const width = row.length;
  let odds = beta[width] ?? 0;
  for (let i = 0; i < width; i += 1) odds += (row[i] ?? 0) * (beta[i] ?? 0);
  const p = 1 / (1 + Math.exp(-odds));
  const slope = weight * (p - truth);
  const curve = weight * Math.max(1e-12, p * (1 - p));
  for (let i = 0; i <= width; i += 1) {
    const xi = i === width ? 1 : (row[i] ?? 0);
    if (xi === 0) continue;
    gradient[i] = (gradient[i] ?? 0) + slope * xi;
    const line = hessian[i] as Float64Array;
    for (let j = 0; j <= width; j += 1) line[j] = (line[j] ?? 0) + curve * xi * (j === width ? 1 : (row[j] ?? 0));
  }
}

/** Gaussian elimination with pivots: the matrix is small and positive definite. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const a = matrix.map((line) => Float64Array.from(line));
  const b = Float64Array.from(right);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1) if (Math.abs(a[row]?.[column] ?? 0) > Math.abs(a[pivot]?.[column] ?? 0)) pivot = row;
    const [upper, lower] = [a[column], a[pivot]];
    if (upper === undefined || lower === undefined) break;
    a[column] = lower;
    a[pivot] = upper;
    [b[column], b[pivot]] = [b[pivot] ?? 0, b[column] ?? 0];
    const line = a[column] as Float64Array;
    const head = line[column] ?? 1;
    if (head === 0) continue;
    for (let row = column + 1; row < n; row += 1) {
      const other = a[row] as Float64Array;
      const factor = (other[column] ?? 0) / head;
      if (factor === 0) continue;
      for (let j = column; j < n; j += 1) other[j] = (other[j] ?? 0) - factor * (line[j] ?? 0);
      b[row] = (b[row] ?? 0) - factor * (b[column] ?? 0);
    }
  }
  const x = new Float64Array(n);
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = b[row] ?? 0;
    for (let j = row + 1; j < n; j += 1) sum -= (a[row]?.[j] ?? 0) * (x[j] ?? 0);
    x[row] = sum / (a[row]?.[row] || 1);
  }
  return x;
}

/** Mean and deviation of each input where it is known, over both sides. */
function standardise(sides: readonly HeadRows[]): { readonly means: Float32Array; readonly deviations: Float32Array } {
  const means = new Float32Array(CALL_COLUMNS.length);
  const deviations = new Float32Array(CALL_COLUMNS.length);
  for (const [i, column] of CALL_COLUMNS.entries()) {
    let [count, mean, m2] = [0, 0, 0];
    for (const { rows, values, known } of sides)
      for (let row = 0; row < rows; row += 1) {
        const at = row * FEATURES.length + column;
        if (known[at] !== 1) continue;
        count += 1;
        const delta = (values[at] ?? 0) - mean;
        mean += delta / count;
        m2 += delta * ((values[at] ?? 0) - mean);
      }
    means[i] = mean;
    // What never varied says nothing; a deviation of one keeps it harmless should it vary later.
    deviations[i] = count > 1 && m2 > 1e-12 ? Math.sqrt(m2 / count) : 1;
  }
  return { means, deviations };
}

function standardised({ rows, values, known }: HeadRows, scale: Pick<Head, 'means' | 'deviations'>): readonly Float64Array[] {
  return Array.from({ length: rows }, (_, row) => {
    const out = new Float64Array(CALL_COLUMNS.length);
    headRow(scale, values, known, row * FEATURES.length, out);
    return out;
  });
}
