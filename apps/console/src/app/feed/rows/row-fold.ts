import type { CallId, CrowsnestEvent, EventOf } from '#contract';

import type { FeedItem } from '../../live/feed/feed-item.ts';
import { rowOf, type Row } from './row.ts';

type CallEvent = Extract<CrowsnestEvent, { type: `tool:${string}` }>;

/** Where the one row of a call is: where it began, or where it ended because the beginning was not at hand. */
type CallPlace = Row | 'at its end';

/** How items become rows. */
export interface FoldOptions {
  /** Whether a call is one row. */
  folds: boolean;
  selects: (event: CrowsnestEvent) => boolean;
  /** How many items back a call has to be remembered. */
  span: number;
}

/**
 * Makes rows of items. A call is one row, which stands where the call began, and shows its end once that is known. If
 * the end is seen first, the row stands there, and the beginning gets none. So no call has two rows, whichever way the
 * log is read.
 */
export class RowFold {
  // Two generations, so that forgetting costs nothing.
  #calls = new Map<CallId, CallPlace>();
  #formerCalls = new Map<CallId, CallPlace>();
  #sinceForgot = 0;
  #gone = 0;

  constructor(private readonly options: FoldOptions) {}

  /** Number of rows that are gone because of how their calls ended. */
  get gone(): number {
    return this.#gone;
  }

  /** Takes an item. Returns the row that it adds. */
  add(item: FeedItem, number: number): Row | null {
    this.#forget();
    if (item.kind === 'gap') return rowOf(item, number);
    const { event } = item;
    if (this.options.folds && isOfCall(event)) return this.#addCall(item, event, number);
    return this.options.selects(event) ? rowOf(item, number) : null;
  }

  /** A fold that knows the same calls, for rows that come before these. All its events are selected already. */
  forOlder(span: number): RowFold {
    const fold = new RowFold({ ...this.options, selects: () => true, span });
    fold.#calls = new Map([...this.#formerCalls, ...this.#calls]);
    return fold;
  }

  #addCall(item: FeedItem, event: CallEvent, number: number): Row | null {
    switch (event.type) {
      case 'tool:start':
        return this.#begin(item, event, number);
      case 'tool:progress':
        return this.#goOn(event);
      default:
        return this.#end(item, event, number);
    }
  }

  #begin(item: FeedItem, event: CallEvent, number: number): Row | null {
    const { callId } = event.data;
    const known = this.#placeOf(callId);
    if (known === 'at its end' || !this.options.selects(event)) return null;
    // A row that was dropped may be read again: what its call came to is known already.
    const row = { ...rowOf(item, number, callId), ...(known && stateOf(known)) };
    this.#calls.set(callId, row);
    return row;
  }

  #goOn(event: EventOf<'tool:progress'>): null {
    const known = this.#placeOf(event.data.callId);
    if (known && known !== 'at its end' && known.openCall !== null) known.progress = event;
    return null;
  }

  #end(item: FeedItem, event: CallEvent, number: number): Row | null {
    const { callId } = event.data;
    const known = this.#placeOf(callId);
    if (known && known !== 'at its end') {
      known.item = { kind: 'event', key: known.key, event };
      known.openCall = null;
      if (!known.isGone && !this.options.selects(event)) {
        known.isGone = true;
        this.#gone += 1;
      }
      return null;
    }
    if (!this.options.selects(event)) return null;
    this.#calls.set(callId, 'at its end');
    return rowOf(item, number);
  }

  #placeOf(callId: CallId): CallPlace | undefined {
    return this.#calls.get(callId) ?? this.#formerCalls.get(callId);
  }

  #forget(): void {
    this.#sinceForgot += 1;
    if (this.#sinceForgot <= this.options.span) return;
    this.#sinceForgot = 0;
    this.#formerCalls = this.#calls;
    this.#calls = new Map();
  }
}

function stateOf({ key, item, openCall, progress, isGone }: Row): Partial<Row> {
  return { key, item, openCall, progress, isGone };
}

function isOfCall(event: CrowsnestEvent): event is CallEvent {
  return event.type.startsWith('tool:');
}
