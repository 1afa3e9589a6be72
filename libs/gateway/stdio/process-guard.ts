import { spawn, type ChildProcess } from 'node:child_process';
import { Logger } from '@nestjs/common';
import type { ProcessRecord } from './process-record.ts';

/**
 * Reads the groups that run (`+ PID`) and those that have ended (`- PID`). Its input ends when Crowsnest does, however
 * that happens: then it ends the groups that are left. The signals that end Crowsnest do not end it.
 */
const SCRIPT = `
trap '' HUP INT TERM
groups=' '
while read -r change group; do
  rest=' '
  for one in $groups; do [ "$one" = "$group" ] || rest="$rest$one "; done
  [ "$change" = + ] && rest="$rest$group "
  groups=$rest
done
[ "$groups" = ' ' ] && exit
for one in $groups; do kill -TERM "-$one"; done
sleep 2
for one in $groups; do kill -KILL "-$one"; done
`;

/**
 * Ends the processes of upstreams when Crowsnest dies without a chance to do so, as after `kill -9`. It is one shell for
 * all of them, which lives as long as one of them does. If it is killed too, or there is no shell on the system, the
 * record tells the next start of Crowsnest.
 */
export class ProcessGuard {
  readonly #logger = new Logger('Gateway');
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;

  /** Without a record, only the shell watches. */
  constructor(private readonly record?: ProcessRecord) {}

  /** Watches over a group, which is named by the process id of its leader. */
  watch(group: number): void {
    this.#groups.add(group);
    this.record?.add(group);
    if (this.#shell) this.#tell('+', group);
    else this.#start();
  }

  /** The group has ended. Its number may be given to another one. */
  forget(group: number): void {
    this.#groups.delete(group);
    this.record?.remove(group);
    this.#tell('-', group);
    if (this.#groups.size > 0) return;
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  #start(): void {
    const shell: ChildProcess = spawn('/bin/sh', ['-c', SCRIPT], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#shell = shell;
    const ended = (): void => {
      if (this.#shell === shell) this.#shell = undefined;
    };
    shell.on('exit', ended);
    shell.on('error', (error) => {
      ended();
      this.#logger.warn(`If Crowsnest is killed, its upstream servers may go on: ${error.message}`);
    });
    // It may be killed at any time; the next process starts another one.
    shell.stdin?.on('error', ended);
    shell.unref();
    for (const group of this.#groups) this.#tell('+', group);
  }

  #tell(change: '+' | '-', group: number): void {
    this.#shell?.stdin?.write(`${change} ${group}\n`);
  }
}
