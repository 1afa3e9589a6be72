import { spawn, type ChildProcess } from 'node:child_process';

/** Burns a core in slices of 50 ms, and ends with the process that started it. */
const PROGRAM = `
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
    const end = Date.now() + 50;
    while (Date.now() < end);
  }, 0);
`;

/** Processes that keep the cores busy beside the tests. */
export class BusyProcesses {
  readonly #children: ChildProcess[];

  /** Starts this number of processes. */
  constructor(count: number) {
    this.#children = Array.from({ length: count }, () =>
      spawn(process.execPath, ['--eval', PROGRAM], { stdio: 'ignore' }),
    );
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}
