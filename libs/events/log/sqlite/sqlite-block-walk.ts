import type { EventFilter } from '#contract';
import { BLOCK, blockOf, nameOfSession, nameOfTool } from './sqlite-blocks.ts';
import type { PreparedStatements, RowRange } from './sqlite-statements.ts';

/** The most work of one walk, in rows that are looked at, about: a few milliseconds of the log's thread. */
const MOST_WORK = 8_192;

export type Direction = 'up' | 'down';

/** A seek for each name: whatever the number of matches, nothing is sorted. */
const NEXT_BLOCK = {
  up: nextBlock('min', 'ASC'),
  down: nextBlock('max', 'DESC'),
};

/**
 * Hands out the pieces of a range that may hold what its filter lets through, until `take` says that it has enough.
 * They are the blocks of the sessions or the tools that the filter names, or the range itself when it names none.
 * Returns where to go on (the row before the next piece in that direction) when there is more, but was work enough.
 */
export function walkBlocks(
  statements: PreparedStatements,
  range: RowRange,
  direction: Direction,
  take: (piece: RowRange) => boolean,
): number | undefined {
  const names = namesIn(range.filter);
  if (!names) {
    take(range);
    return undefined;
  }
  const statement = statements.get(NEXT_BLOCK[direction]);
  const wanted = JSON.stringify(names);
  const { first, last } = boundsOf(range);
  let [low, high] = [blockOf(first), blockOf(last)];
  for (let work = 0; ; work += BLOCK + names.length) {
    const block = statement.get(low, high, wanted)?.['block'] as number | null;
    if (block === null) return undefined;
    if (work >= MOST_WORK) return direction === 'up' ? block * BLOCK - 1 : (block + 1) * BLOCK;
    const after = Math.max(first, block * BLOCK) - 1;
    const upTo = Math.min(last, block * BLOCK + BLOCK - 1);
    if (take({ after, upTo, ...(range.filter && { filter: range.filter }) })) return undefined;
    if (direction === 'up') low = block + 1;
    else high = block - 1;
  }
}

/** What blocks are looked up by. Where a filter names both, by sessions: they are the rarer. */
function namesIn(filter: EventFilter = {}): string[] | undefined {
  return filter.sessions?.map(nameOfSession) ?? filter.tools?.map(nameOfTool);
}

/** The first and the last row that a range may have. */
function boundsOf({ after = -1, upTo = Infinity, before = Infinity }: RowRange): {
  first: number;
  last: number;
} {
  return { first: after + 1, last: Math.min(upTo, before - 1, Number.MAX_SAFE_INTEGER) };
}

function nextBlock(nearest: string, order: string): string {
  return `SELECT ${nearest}((
      SELECT block FROM event_blocks WHERE name = wanted.value AND block BETWEEN ? AND ?
      ORDER BY block ${order} LIMIT 1
    )) AS block FROM json_each(?) AS wanted`;
}
