import type { ASTNode } from '@marcbachmann/cel-js';

/** Whether a node can be text, or have text in it, as far as its type was found out. */
export function mayBeText(node: ASTNode): boolean {
  const type = checkedType(node);
  return type === null || /string|dyn|<[A-Z]>/.test(type);
}

const SINGLE_VALUES = new Set(['bool', 'int', 'double', 'string', 'Amount', 'Address']);

/** Whether a node can be a list, or have lists in it, as far as its type was found out. */
export function mayBeList(node: ASTNode): boolean {
  const type = checkedType(node);
  return type === null || !SINGLE_VALUES.has(type);
}

/** Null: not known before it is evaluated. The library keeps the type on the node once it was checked. */
function checkedType(node: ASTNode): string | null {
  const type: unknown = Reflect.get(node, 'checkedType');
  return typeof type === 'object' && type !== null && 'name' in type ? String(type.name) : null;
}
