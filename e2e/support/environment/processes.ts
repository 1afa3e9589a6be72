import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine. */
export interface SeenProcess {
  pid: number;
  /** The process that has started it, or that has taken it over since. */
  parent: number;
  /** The name of its program. */
  command: string;
}

/** All processes of this machine that have not ended. */
function allProcesses(): SeenProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [open, close] = [stat.indexOf('('), stat.lastIndexOf(')')];
      const [state, parent] = stat.slice(close + 2).split(' ');
      return state === 'Z' ? [] : [{ pid, parent: Number(parent), command: stat.slice(open + 1, close) }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** The processes that a process has started, and that these have started. */
export function processesBelow(pid: number): SeenProcess[] {
  const all = allProcesses();
  const below = (parent: number): SeenProcess[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}
