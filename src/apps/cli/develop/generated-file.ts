import { execFileSync } from 'node:child_process';

/** What is written from other files. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export function formatted(file: string, text: string): string {
  return execFileSync('npx', ['biome', 'format', `--stdin-file-path=${file}`], { input: text, encoding: 'utf8' });
}

export function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
