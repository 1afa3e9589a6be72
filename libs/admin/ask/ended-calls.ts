import { Injectable } from '@nestjs/common';
import type { EventFilter, EventId, EventOf, EventType } from '#contract';
import { EventLog, readHistory } from '#events';
import { refuseSilentLog } from '../read/log-answers.ts';
import type { Asking } from './ask-tool.ts';

type End = EventOf<'tool:done'> | EventOf<'tool:error'>;

/** Which ends of calls to read. */
export interface EndsRequest {
  /** Limited to what the admin may see. */
  filter: EventFilter;
  /** Only those before this event. */
  before?: EventId | undefined;
  limit: number;
}

const ENDS: EventType[] = ['tool:done', 'tool:error'];

/** Reads how calls ended, from the log. Without arguments and results: what goes to an assistant leaves the house. */
@Injectable()
export class EndedCalls {
  constructor(private readonly log: EventLog) {}

  /** The last ends before a place, newest first. Rejects with an `EdgeError`, 503, when the log does not answer. */
  async last({ filter, before, limit }: EndsRequest, { signal }: Pick<Asking, 'signal'>): Promise<End[]> {
    const types = filter.types?.filter((type) => ENDS.includes(type)) ?? ENDS;
    const request = { filter: { ...filter, types }, limit, signal, ...(before !== undefined && { before }) };
    const events = await readHistory(this.log, request).catch(refuseSilentLog);
    return events.map(({ event }) => event as End).toReversed();
  }
}
