import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ToolsChangedData } from '#contract';
import { EventLog } from '#events';
import { DefinitionsProjection } from './definitions-projection.ts';

/** How often an instance leaves a change to another one. After that the other one may be gone. */
const PATIENT_ROUNDS = 2;

/** Decides which of several instances that see the same change tells of it. */
@Injectable()
export class FirstToTell {
  constructor(
    private readonly log: EventLog,
    private readonly definitions: DefinitionsProjection,
  ) {}

  /** Whether this process is to tell of a change. If not, ask again in the next round, if it still sees the change. */
  async mayTell(change: ToolsChangedData, round: number): Promise<boolean> {
    const { claims, membership } = this.log;
    if (!claims || !membership || round >= PATIENT_ROUNDS) return true;
    // The same change at another time follows on another one.
    const key = `tools:${this.definitions.changedAt}:${round}:${digestOf(change)}`;
    try {
      return (await claims.claim(key, membership.instance)).owner === membership.instance;
    } catch {
      // The broker is away. Told twice is better than not at all, because folding it again changes nothing.
      return true;
    }
  }
}

/** Identifies a change among those that follow on the same definitions. */
export function digestOf({ upstream, added, removed, changed }: ToolsChangedData): string {
  const facts = [upstream, added, removed, changed.map(({ tool, after }) => [tool, after])];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}
