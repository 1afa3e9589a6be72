import type { AlertPreview } from '#contract';

import { partText, previewText } from './preview-text.ts';

const PREVIEW: AlertPreview = {
  from: '2026-11-21T08:00:00.000Z',
  to: '2026-11-22T08:00:00.000Z',
  events: 1_200,
  complete: true,
  highest: 0.25,
  count: 2,
  alerts: [],
};

describe('the text of a preview', () => {
  it('says how often the rule would have fired, and the highest value', () => {
    expect(previewText('error-rate', PREVIEW)).toBe(
      'It would have fired 2 times in the last day: highest value 25%, 1,200 events.',
    );
    expect(previewText('error-rate', { ...PREVIEW, count: 0, highest: null })).toBe(
      'It would not have fired in the last day: nothing was measured, 1,200 events.',
    );
    expect(partText(PREVIEW)).toBeNull();
  });

  it('says of which part of the day it tells, if that has too many events', () => {
    const part = { ...PREVIEW, complete: false, from: '2026-11-22T03:00:00.000Z' };
    expect(previewText('error-rate', part)).toContain('in the last part of the day: highest value');
    expect(partText(part)).toMatch(
      /^The day has too many events to look at all of them: this is from .* to .*\.$/,
    );
  });
});
