import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const PROGRAM = resolve('e2e/support/fault-server/stdio-fault-server.ts');

/** What is wrong with the server from its start; the faults of its tools are there in any case. */
export type StartFault = 'healthy' | 'die' | 'silent' | 'not-mcp' | 'stubborn' | 'indented' | 'verbose';

/** The options of an upstream that is the fault server, as a process. */
export function stdioFaultServer(fault: StartFault = 'healthy'): { command: string; args: string[] } {
  return { command: process.execPath, args: [PROGRAM, fault] };
}

/** The same, for a server that dies at its start while a file exists. */
export function serverWithout(file: string): { command: string; args: string[] } {
  return { command: process.execPath, args: [PROGRAM, 'die-while', file] };
}

/** The same, for a server that refuses `initialize` while a file exists. */
export function serverThatRefuses(file: string): { command: string; args: string[] } {
  return { command: process.execPath, args: [PROGRAM, 'refuse-while', file] };
}

/** Whether a process exists and has not ended. One that waits for its parent to notice its end has ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
