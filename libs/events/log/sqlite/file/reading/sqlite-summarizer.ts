import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  emptySummary,
  foldSummary,
  matchesLists,
  subjectOf,
  type CrowsnestEvent,
  type EventFilter,
  type EventSummary,
} from '#contract';
import { splitLines } from '../../../../encoding/json-lines.ts';
import { canBeKept, KeptSummary } from '../../summaries/kept-summary.ts';
import { BlockWalk, type Bounds } from './sqlite-block-walk.ts';
import { BLOCK, blockOf } from '../../index/sqlite-blocks.ts';
import { withTenantsListed } from '../../summaries/tenant-terms.ts';
import { rowOf } from '../sqlite-ids.ts';
import type { SummaryLines, SummarizeRequest } from '../sqlite-protocol.ts';
import type { BatchReader } from './sqlite-reader.ts';

/** Number of consecutive ids in a chunk: whole blocks, so no batch crosses its edge. It is summarised in milliseconds. */
const CHUNK = 8 * BLOCK;
/** Milliseconds after which a summary is interrupted, so that commits get their turn. */
const TURN_MS = 4;

const NEXT_BLOCK = `SELECT block FROM block_times
  WHERE block >= ? AND latest >= ? AND earliest < ? ORDER BY block LIMIT 1`;

type FilteredRequest = SummarizeRequest & Required<Pick<SummarizeRequest, 'filter'>>;

/** The position before the oldest event of the log, and its newest event. */
interface Extent {
  start: number;
  last: number;
}

/**
 * Summarises events where they are stored. The summaries of whole chunks are made once, kept, and added up; other events
 * are read.
 */
export class SqliteSummarizer {
  readonly #kept = new Map<number, KeptSummary>();
  readonly #reader: BatchReader;
  readonly #walk: BlockWalk;
  readonly #nextBlock: StatementSync;
  #start = 0;

  constructor(db: DatabaseSync, reader: BatchReader) {
    this.#reader = reader;
    this.#walk = new BlockWalk(db);
    this.#nextBlock = db.prepare(NEXT_BLOCK);
  }

  /** Summarises the events after a position, as many as a turn allows. */
  summarize(asked: SummarizeRequest, extent: Extent): SummaryLines {
    this.#forgetBefore(extent.start);
    const filter = withTenantsListed(asked.filter ?? {});
    const request = { ...asked, filter };
    return canBeKept(request.form, filter) ? this.#ofChunks(request, extent) : this.#ofPage(request);
  }

  /** Forgets the summaries of chunks between two ids: single events of them were deleted. */
  forgetBetween(first: number, last: number): void {
    for (const chunk of this.#kept.keys())
      if (chunk <= last && chunk + CHUNK > first) this.#kept.delete(chunk);
  }

  #ofPage({ form, ...request }: SummarizeRequest): SummaryLines {
    const { lines, isFull, last } = this.#reader.readPage(request);
    const summary = emptySummary(form);
    for (const line of splitLines(Buffer.from(lines.buffer).toString())) foldSummary(summary, parsed(line));
    return { summary, ...(isFull && last !== undefined && { rest: last }) };
  }

  #ofChunks(request: FilteredRequest, extent: Extent): SummaryLines {
    const summary = emptySummary(request.form);
    const until = performance.now() + TURN_MS;
    for (let at = request.after + 1; at <= request.upTo;) {
      const chunk = this.#chunkFrom(at, request.filter);
      if (!chunk || chunk.first > request.upTo) break;
      this.#addChunk(summary, chunk, request, extent);
      if (performance.now() > until) return { summary, rest: chunk.last };
      at = chunk.last + 1;
    }
    return { summary };
  }

  #addChunk(summary: EventSummary, chunk: Bounds, request: FilteredRequest, extent: Extent): void {
    const { upTo, filter } = request;
    const isWhole = chunk.first > extent.start && chunk.last <= extent.last && chunk.last <= upTo;
    let kept = this.#kept.get(chunk.first);
    let events: CrowsnestEvent[] | undefined;
    if (!kept && isWhole) {
      events = this.#eventsIn(chunk);
      kept = new KeptSummary(events);
      this.#kept.set(chunk.first, kept);
    }
    const overlap = (isWhole && kept?.overlap(filter)) || 'some';
    if (overlap === 'all') kept?.addTo(summary, filter.tenants);
    if (overlap !== 'some') return;
    events ??= this.#eventsIn({ ...chunk, last: Math.min(chunk.last, upTo) });
    for (const event of events) if (matchesLists(filter, subjectOf(event))) foldSummary(summary, event);
  }

  /** The next chunk from an id on that has events in the range of a filter. */
  #chunkFrom(id: number, { from, to }: EventFilter): Bounds | undefined {
    const [earliest, latest] = [from ? Date.parse(from) : -Infinity, to ? Date.parse(to) : Infinity];
    const block = this.#nextBlock.get(blockOf(id), earliest, latest)?.['block'];
    return typeof block === 'number' ? chunkAround(block * BLOCK) : undefined;
  }

  #eventsIn({ first, last }: Bounds): CrowsnestEvent[] {
    const events: CrowsnestEvent[] = [];
    for (const { last: end, bytes } of this.#walk.batches({ after: first - 1, upTo: last }, 'up')) {
      const lines = splitLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
      for (const line of lines) if (end <= last || rowOf(line) <= last) events.push(parsed(line));
    }
    return events;
  }

  /** Forgets the chunks of which events were deleted. */
  #forgetBefore(start: number): void {
    if (start === this.#start) return;
    this.#start = start;
    for (const first of this.#kept.keys()) if (first <= start) this.#kept.delete(first);
  }
}

function parsed(line: string): CrowsnestEvent {
  return JSON.parse(line) as CrowsnestEvent;
}

/** The first and the last id of the chunk that an id belongs to. */
function chunkAround(id: number): Bounds {
  const first = id - (id % CHUNK);
  return { first, last: first + CHUNK - 1 };
}
