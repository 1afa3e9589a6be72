import { Injectable } from '@nestjs/common';
import { EventLog, readHistory, type ReadRequest } from '#events';
import { OpenedPayloads, type Actor } from '../trail/index.ts';
import { refuseSilentLog } from './log-answers.ts';

/** Reads pages of the history for admins. */
@Injectable()
export class HistoryPages {
  constructor(
    private readonly log: EventLog,
    private readonly opened: OpenedPayloads,
  ) {}

  /**
   * Reads a `HistoryPage` as JSON, with the arguments and results in it or without. Events are encoded once, when they are
   * numbered, and not again here. Rejects with an `EdgeError`, 503, when the log does not answer.
   */
  async read(request: ReadRequest, actor: Actor, showsPayloads: boolean): Promise<string> {
    const events = await readHistory(this.log, request).catch(refuseSilentLog);
    if (showsPayloads) this.opened.inPage(actor, events);
    const shown = showsPayloads ? events : events.map((logged) => logged.withHiddenPayload());
    return `{"events":[${shown.map((logged) => logged.json).join(',')}]}`;
  }
}
