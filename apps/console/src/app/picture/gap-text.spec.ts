import { id } from '../../testing/events.ts';
import { gapText } from './gap-text.ts';

const NOW = Date.UTC(2026, 4, 1, 12);
const at = (seconds: number): string => new Date(NOW + seconds * 1_000).toISOString();
const gap = { after: id(3), upTo: id(9), from: null, to: null, missing: null };

describe('gapText', () => {
  it.each([
    [
      { from: at(0), to: at(67), missing: 1_500 },
      /^1.?500 events from \d\d:\d\d:00 to \d\d:\d\d:07 are missing$/,
    ],
    [{ from: at(5), to: at(5), missing: 1 }, /^1 event from \d\d:\d\d:05 is missing$/],
    [{ to: at(7) }, /^Events from before \d\d:\d\d:07 are missing$/],
    [{ from: at(7) }, /^Events from \d\d:\d\d:07 on are missing$/],
    [{ missing: 20 }, /^20 events after 3 up to 9 are missing$/],
    [{}, /^Events after 3 up to 9 are missing$/],
  ])('describes what is known about a gap: %j', (known, text) => {
    expect(gapText({ ...gap, ...known }, NOW)).toMatch(text);
  });
});
