import type { SeriesPoint } from '#contract';

import { formatSpan } from '../../time/durations.ts';
import type { CountQuery } from '../../ui/count-link.ts';
import type { ShownPoints } from '../answers/chart-texts.ts';

/** A part of what explains a figure. */
export interface CardNote {
  text: string;
  /** `total`: a figure that never goes back. */
  role?: 'total' | 'bad';
  /** Whether the next note is of the same phrase. */
  isJoined?: true;
  /** Where its number leads to: what that counts, if the text does not say it, and what the link shows. */
  counts?: { of: string; shows: string; link: CardLink };
}

/** A figure, what explains it, its trend, and where it leads to. */
export interface Card {
  id: 'calls' | 'errors' | 'latency' | 'in-flight' | 'sessions';
  label: string;
  figure: string;
  tone: 'bad' | null;
  notes: readonly CardNote[];
  /** The values of the steps, empty until they are known; null for a figure without a trend. */
  trend: readonly (number | null)[] | null;
  /** The page and query with what the figure counts; null where no page has that. */
  link: CardLink | null;
}

/** Where a card leads. */
export interface CardLink {
  page: string;
  query: CountQuery;
}

/** From this share of failed calls on, the error rate is shown as trouble. */
const ALARMING = 0.01;

/** The tone of errors among calls that ended. */
export function errorTone(errors: number, ended: number): 'bad' | null {
  return ended > 0 && errors / ended >= ALARMING ? 'bad' : null;
}

/** The values of the steps for the trend of a card, empty until they are known. */
export function trendOf(
  shown: ShownPoints | null,
  valueOf: (point: SeriesPoint) => number | null,
): (number | null)[] {
  return shown?.points.map(valueOf) ?? [];
}

/** A link to the live feed with the events that match a term. */
export function liveLink(term: string): CardLink {
  return { page: '/', query: { filter: term } };
}

/** A link to the events of a range that match all of several terms. Times are ISO 8601. */
export function rangeLink({ from, to }: { from: string; to: string }, ...terms: string[]): CardLink {
  const filter = terms.filter(Boolean).join(' ');
  return { page: '/', query: { filter, from, to, last: null, replay: null } };
}

/** The length of a range: `15 m`, `1 h`, `1 d`. */
export function lengthText(ms: number): string {
  return formatSpan(ms).replace(/ 0?0 [smh]$/, '');
}
