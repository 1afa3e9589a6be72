import { beginProfile, endProfile } from './cpu-profile.ts';

/** The answer to one command. */
export type Reply = { seq: number; result: unknown } | { seq: number; error: string };

type Command = (argument: never) => unknown;

const builtIn = {
  ready: (): true => true,
  /** CPU time of this process, including its threads. */
  cpuUs: (): number => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** CPU time of the thread that serves clients. */
  threadCpuUs: (): number => {
    const { user, system } = process.threadCpuUsage();
    return user + system;
  },
  /** Bytes on and off the heap after a garbage collection. */
  retainedBytes: (): number => {
    for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  /** Resident memory of this process, in bytes. */
  residentBytes: (): number => process.memoryUsage.rss(),
};

/** The commands that every process of the bench answers. */
export type BuiltInCommands = typeof builtIn;

/** Accepts commands from the parent process, and exits with it. */
export function takeCommands(own: Record<string, Command>): void {
  const commands: Record<string, Command> = { ...builtIn, beginProfile, endProfile, ...own };
  process.on('message', ({ seq, command, argument }: { seq: number; command: string; argument: unknown }) => {
    void answer(commands[command], argument, seq, command);
  });
  process.once('disconnect', () => process.exit());
}

async function answer(run: Command | undefined, argument: unknown, seq: number, name: string): Promise<void> {
  let reply: Reply;
  try {
    if (!run) throw new Error(`There is no command ${name}`);
    reply = { seq, result: await run(argument as never) };
  } catch (error) {
    reply = { seq, error: error instanceof Error ? error.message : String(error) };
  }
  if (process.connected) process.send?.(reply);
}
