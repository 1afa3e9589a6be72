import { readFileSync } from 'node:fs';

/** As many files and sockets a process may have open; Node.js takes the hard limit when it starts. */
export function openFileLimit(): number {
  try {
    const line = /^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line ? Number(line[1]) : Infinity;
  } catch {
    return Infinity;
  }
}
