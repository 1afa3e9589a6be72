import type { EventId, SessionFacts } from '#contract';
import type { SessionChange } from '../../../encoding/session-changes.ts';
import type { NatsBucket } from './nats-bucket.ts';
import { numberOf } from '../nats-ids.ts';
import { keyPart } from '../nats-names.ts';

/** Maximum number of batches whose ended sessions are dropped at a time. */
const DROPPED_BATCHES = 200;

const ENDED = 'ended';

/** What filters look at in the sessions of events, until the last event of a session is dropped. */
export class NatsSessions {
  constructor(private readonly bucket: NatsBucket) {}

  /** The facts of sessions; undefined for one that is not known. */
  find(ids: readonly string[]): Promise<(SessionFacts | undefined)[]> {
    return Promise.all(ids.map((id) => this.bucket.read<SessionFacts>(keyOf(id))));
  }

  /** Saves the facts of the sessions that begin in a batch, before it is appended. */
  async begin(changes: readonly SessionChange[]): Promise<void> {
    const begun = changes.filter(({ facts }) => facts);
    await Promise.all(begun.map(({ sessionId, facts }) => this.bucket.write(keyOf(sessionId), facts)));
  }

  /** Notes the sessions that end in a batch. `last`: the id of its last event. */
  async end(changes: readonly SessionChange[], last: EventId): Promise<void> {
    const ended = changes.filter(({ facts }) => !facts).map(({ sessionId }) => sessionId);
    if (ended.length > 0) await this.bucket.write(`${ENDED}.${numberOf(last)}`, ended);
  }

  /** Drops the sessions that ended before the log begins. */
  async dropBefore(start: EventId): Promise<void> {
    for (let count = 0; count < DROPPED_BATCHES; count += 1) {
      const oldest = await this.bucket.oldest(ENDED);
      if (!oldest || Number(oldest.key.slice(ENDED.length + 1)) > numberOf(start)) return;
      const ended = JSON.parse(oldest.json) as string[];
      await this.bucket.remove(...ended.map(keyOf), oldest.key);
    }
  }
}

function keyOf(sessionId: string): string {
  return `session.${keyPart(sessionId)}`;
}
