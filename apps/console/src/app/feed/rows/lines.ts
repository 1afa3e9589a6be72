import type { Row } from './row.ts';

/** What is known of one end of the rows: whether more of them are to be read, and how that went. */
export type Edge =
  | { state: 'more' }
  | { state: 'reading' }
  | { state: 'failed'; problem: string }
  /** There are no more. */
  | { state: 'reached' };

/** A line at an end of the rows, which says what is beyond them. */
export interface EdgeLine {
  readonly kind: 'edge';
  readonly key: 'newer' | 'older';
  readonly edge: Edge;
}

/** A line of the feed: an event, or an edge of what is known. */
export type Line = Row | EdgeLine;

/** The lines of the feed from the top, newest first, made of several lists without a copy of them. */
export class Lines {
  readonly length: number;

  /** `parts` follow each other from the top. Each of them is a list, oldest first. */
  constructor(private readonly parts: readonly (readonly Line[])[]) {
    this.length = parts.reduce((sum, part) => sum + part.length, 0);
  }

  /** The line at a place from the top. */
  at(place: number): Line | undefined {
    let left = place;
    for (const part of this.parts) {
      if (left < 0) return undefined;
      if (left < part.length) return part[part.length - 1 - left];
      left -= part.length;
    }
    return undefined;
  }

  /** The lines from one place to another, which is not included. */
  slice(from: number, to: number): Line[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => this.at(from + index)).filter(
      (line) => line !== undefined,
    );
  }

  /** The place of the lowest line that fits; -1 without one. */
  placeOf(fits: (line: Line) => boolean): number {
    let below = 0;
    for (const part of this.parts.toReversed()) {
      const index = part.findIndex(fits);
      if (index >= 0) return this.length - 1 - below - index;
      below += part.length;
    }
    return -1;
  }

  /** The row at a place from the top; undefined if that is none. */
  rowAt(place: number): Row | undefined {
    const line = this.at(place);
    return line?.kind === 'row' ? line : undefined;
  }

  /** The place from the top of the oldest row that fits; -1 without one. */
  placeOfRow(fits: (row: Row) => boolean): number {
    return this.placeOf((line) => line.kind === 'row' && fits(line));
  }
}
