import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogError } from '../log-error.ts';
import type { NatsBucket } from './nats-bucket.ts';

/** Milliseconds after which a process renews its claim. */
export const RENEW_MS = 2_500;

/** Which process uses the log. The claim of one that lives has another beat soon. */
interface Claim {
  process: string;
  beat: number;
}

const CLAIM = 'claim';
const NOBODY: Claim = { process: '', beat: 0 };

/** The claim of a process to the log. */
export class NatsClaim {
  constructor(
    private readonly bucket: NatsBucket,
    private readonly process: string,
    private readonly label: string,
  ) {}

  /** Takes the claim, if no living process has it. Throws a `LogError` otherwise. */
  async take(): Promise<void> {
    const held = (await this.bucket.read<Claim>(CLAIM)) ?? NOBODY;
    if (held.process !== '' && held.process !== this.process) {
      new Logger('EventLog').log(`${this.label} was in use a moment ago. Waiting whether it still is.`);
      await setTimeout(RENEW_MS + 500);
    }
    await this.#set((now) => now.process === held.process && now.beat === held.beat);
  }

  async renew(): Promise<void> {
    await this.#set(({ process }) => process === this.process);
  }

  async release(): Promise<void> {
    await this.bucket.update(CLAIM, NOBODY, (now) => (now.process === this.process ? NOBODY : now));
  }

  async #set(mayTake: (now: Claim) => boolean): Promise<void> {
    await this.bucket.update(CLAIM, NOBODY, (now) => {
      if (!mayTake(now)) throw claimed(this.label);
      return { process: this.process, beat: now.beat + 1 };
    });
  }
}

/** Another process uses the log. */
function claimed(label: string): LogError {
  return new LogError(
    'LOG_IN_USE',
    `The event log ${label} is in use by another process. Stop that one, or name another log with CROWSNEST_LOG: ?prefix=NAME begins one of its own.`,
  );
}
