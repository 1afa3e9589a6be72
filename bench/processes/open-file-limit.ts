import { readFileSync } from 'node:fs';

/** The number of files and sockets that a process may open. Node.js raises it to the hard limit when it starts. */
export function openFileLimit(): number {
  try {
    const line = /^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line ? Number(line[1]) : Infinity;
  } catch {
    return Infinity;
  }
}
