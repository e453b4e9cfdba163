/** How the handling of one message ended. Every input ends as one of these and is counted by its reason. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: string; readonly detail?: string };

export function ok<T>(value: T): Outcome<T> {
  return { kind: 'ok', value };
}

export function dead(reason: string, detail?: string): Outcome<never> {
  return detail === undefined ? { kind: 'dead', reason } : { kind: 'dead', reason, detail };
}
