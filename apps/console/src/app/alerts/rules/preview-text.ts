import type { AlertKind, AlertPreview } from '#contract';

import { formatPreciseMoment } from '../../time/times.ts';
import { formatCount } from '../../ui/numbers.ts';
import { formatValue } from '../alert-texts.ts';

/** Says in one sentence what a rule would have done. */
export function previewText(kind: AlertKind, preview: AlertPreview): string {
  const { count, highest, events, complete } = preview;
  const times = count === 1 ? 'once' : `${formatCount(count)} times`;
  const fired = count === 0 ? 'It would not have fired' : `It would have fired ${times}`;
  const value = highest === null ? 'nothing was measured' : `highest value ${formatValue(kind, highest)}`;
  const time = complete ? 'in the last day' : 'in the last part of the day';
  return `${fired} ${time}: ${value}, ${formatCount(events)} events.`;
}

/** Says which part of the day was looked at, if it was not all of it; else null. */
export function partText({ complete, from, to }: AlertPreview): string | null {
  if (complete) return null;
  const range = `from ${formatPreciseMoment(from)} to ${formatPreciseMoment(to)}`;
  return `The day has too many events to look at all of them: this is ${range}.`;
}
