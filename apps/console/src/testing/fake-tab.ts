import type { EventId, SessionView } from '#contract';

import type { LiveCore } from '../app/live/core/live-core.ts';
import type { FeedItem } from '../app/live/feed/feed-item.ts';
import type { ToHost, ToTab } from '../app/live/messages.ts';

type Picture = Extract<ToTab, { kind: 'picture' }>;

/** A tab that acknowledges every picture, and keeps all messages. */
export class FakeTab {
  readonly heard: ToTab[] = [];
  /** Whether it acknowledges pictures. */
  isAlive = true;

  constructor(private readonly core: LiveCore) {}

  readonly send = (message: ToTab): void => {
    this.heard.push(structuredClone(message));
    if (message.kind === 'picture' && this.isAlive)
      this.say({ kind: 'taken', number: message.number, restMs: 0 });
  };

  say(message: ToHost): void {
    this.core.hear(message, this.send);
  }

  watch(account: string, after: EventId | null = null, visible = true): void {
    this.say({ kind: 'watch', account, after, visible });
  }

  get pictures(): Picture[] {
    return this.heard.filter((message) => message.kind === 'picture');
  }

  /** The keys of all rows that it received; `gap` for a gap. */
  get rows(): string[] {
    const items = this.pictures.flatMap(({ changes }): FeedItem[] => changes.rows?.items ?? []);
    return items.map((item) => (item.kind === 'gap' ? 'gap' : item.key));
  }

  /** The last number of calls, and the last phase of the connection. */
  get calls(): number | undefined {
    return this.pictures.findLast(({ changes }) => changes.figures)?.changes.figures?.totalToolCalls;
  }

  get phase(): string | undefined {
    const last = this.heard.findLast((message) => message.kind === 'connection');
    return last?.connection.phase;
  }

  get sessions(): SessionView[] {
    return this.pictures.flatMap(({ changes }) => changes.sessions?.set ?? []).map(([, session]) => session);
  }

  /** Why there is no list of sessions. */
  get listProblem(): string | null | undefined {
    return this.pictures.findLast(({ changes }) => changes.listing)?.changes.listing?.problem;
  }
}
