import { beginProfile, endProfile } from './cpu-profile.ts';

/** The answer to one command. */
export type Reply = { seq: number; result: unknown } | { seq: number; error: string };

type Command = (argument: never) => unknown;

const builtIn = {
  ready: (): true => true,
  /** What the operating system has accounted to this process, its threads included. */
  cpuUs: (): number => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** The part of it that the thread has used which serves clients. */
  threadCpuUs: (): number => {
    const { user, system } = process.threadCpuUsage();
    return user + system;
  },
  /** Bytes on the heap and outside it, once what is garbage has gone. */
  retainedBytes: (): number => {
    for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  /** Bytes of this process in memory. */
  residentBytes: (): number => process.memoryUsage.rss(),
};

/** Commands that every process of the bench answers. */
export type BuiltInCommands = typeof builtIn;

/** Takes commands from the process that started this one, and ends when that one has gone. */
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
