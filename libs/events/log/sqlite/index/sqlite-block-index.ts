import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventFilter } from '#contract';
import { nameOfSession, nameOfTool, nameOfType } from './sqlite-blocks.ts';

export type Direction = 'up' | 'down';

/** The next block in one direction, from `low` to `high`, that may hold what is searched for. */
export type NextBlock = (low: number, high: number) => number | undefined;

/** Maximum number of names to look up for each block: beyond it, looking into every block is cheaper. */
const MAX_NAMES = 256;

/** Finds the blocks that may hold events of a filter, by what is recorded of blocks. */
export class BlockIndex {
  readonly #named: Record<Direction, StatementSync>;
  readonly #within: Record<Direction, StatementSync>;

  constructor(db: DatabaseSync) {
    this.#named = { up: db.prepare(nextNamed('min', 'ASC')), down: db.prepare(nextNamed('max', 'DESC')) };
    this.#within = { up: db.prepare(nextWithin('ASC')), down: db.prepare(nextWithin('DESC')) };
  }

  /** One search for each restriction of the filter that the index knows; a matching event is in a block of all of them. */
  searchesFor({ sessions, tools, types, from, to }: EventFilter, direction: Direction): NextBlock[] {
    const lists = [sessions?.map(nameOfSession), tools?.map(nameOfTool), types?.map(nameOfType)];
    const searches = lists
      .filter((names) => names !== undefined && names.length <= MAX_NAMES)
      .map((names) => this.#searchNames(JSON.stringify(names), direction));
    if (from === undefined && to === undefined) return searches;
    const [earliest, latest] = [from ? Date.parse(from) : -MAX_TIME, to ? Date.parse(to) : MAX_TIME];
    return [...searches, this.#searchTimes(earliest, latest, direction)];
  }

  #searchNames(names: string, direction: Direction): NextBlock {
    return (low, high) => blockIn(this.#named[direction].get(low, high, names));
  }

  #searchTimes(from: number, to: number, direction: Direction): NextBlock {
    return (low, high) => blockIn(this.#within[direction].get(low, high, from, to));
  }
}

/** The greatest time that a date has, in milliseconds. */
const MAX_TIME = 8.64e15;

function blockIn(row: Record<string, unknown> | undefined): number | undefined {
  const block = row?.['block'];
  return typeof block === 'number' ? block : undefined;
}

/** Seeks once per name, so that SQLite never sorts the matches. */
function nextNamed(nearest: string, order: string): string {
  return `SELECT ${nearest}((
      SELECT block FROM event_blocks WHERE name = wanted.value AND block BETWEEN ? AND ?
      ORDER BY block ${order} LIMIT 1
    )) AS block FROM json_each(?) AS wanted`;
}

/** Looks at one row after another: there is one for 256 events. */
function nextWithin(order: string): string {
  return `SELECT block FROM block_times
    WHERE block BETWEEN ? AND ? AND latest >= ? AND earliest < ? ORDER BY block ${order} LIMIT 1`;
}
