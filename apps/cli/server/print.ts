import { once } from 'node:events';

/** Writes a line to standard output. Resolves once there is room for the next one. */
export async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** Says something about the work on standard error, where it is no part of the output. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
