import { formatRange } from '../time/spans.ts';
import type { Span, TimeChoice } from '../view/time-scope.ts';

/** The spans up to now, as people say them. */
export const SPAN_TEXTS: Record<Span, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
};

/** The time that is shown, in one line. `now` is milliseconds since 1970. */
export function choiceText(choice: TimeChoice, now: number): string {
  switch (choice.kind) {
    case 'live':
      return 'Now';
    case 'last':
      return SPAN_TEXTS[choice.span];
    case 'range':
      return formatRange(choice.from, choice.to, now);
    case 'replay':
      return `Replay of ${formatRange(choice.from, choice.to, now)}`;
    default:
      return choice satisfies never;
  }
}
