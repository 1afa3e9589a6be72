import type { AlertKind, AlertPreview } from '#contract';

import { formatPreciseMoment } from '../time/times.ts';
import { formatCount } from '../ui/numbers.ts';
import { formatValue } from './alert-texts.ts';

/** Says in one sentence what a rule would have done. */
export function previewText(kind: AlertKind, preview: AlertPreview): string {
  const { count, highest, events } = preview;
  const times = count === 1 ? 'once' : `${formatCount(count)} times`;
  const fired = count === 0 ? 'It would not have fired' : `It would have fired ${times}`;
  const value = highest === null ? 'nothing was measured' : `highest value ${formatValue(kind, highest)}`;
  return `${fired} in the last day: ${value}, ${formatCount(events)} events.`;
}

/** Says which part of the day was looked at, if it was not all of it; else null. */
export function partText({ complete, to }: AlertPreview): string | null {
  return complete
    ? null
    : `There are too many events to look at all: this is until ${formatPreciseMoment(to)}.`;
}
