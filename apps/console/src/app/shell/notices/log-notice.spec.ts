import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { CrowsnestEvent } from '#contract';

import { advanceClock } from '../../../testing/advance-clock.ts';
import { event, gapFrame, hello, opened, snapshot } from '../../../testing/events.ts';
import { elementIn, textIn, textsIn } from '../../../testing/page.ts';
import { StoreFeeder } from '../../../testing/store-feeder.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { formatTime } from '../../time/times.ts';
import { LogNotice, NOTE_MS } from './log-notice.ts';

const { jest } = import.meta;

const degraded = (number: number): CrowsnestEvent =>
  event(number, 'log:degraded', { error: 'disk is full' }, '');
const recovered = (number: number, lost: number | null = 0): CrowsnestEvent =>
  event(number, 'log:recovered', { durationMs: 125_000, lost }, '');

describe('LogNotice', () => {
  let feeder: StoreFeeder;
  let fixture: ComponentFixture<LogNotice>;

  beforeEach(async () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-22T08:01:00.000Z') });
    feeder = new StoreFeeder(TestBed.inject(LiveStore));
    fixture = TestBed.createComponent(LogNotice);
    await advanceClock();
  });
  afterEach(() => void jest.useRealTimers());

  async function begin(...events: CrowsnestEvent[]): Promise<void> {
    feeder.accept({ kind: 'hello', hello: hello(events), resumed: false });
    await advanceClock();
  }
  async function receive(...events: CrowsnestEvent[]): Promise<void> {
    for (const one of events) feeder.accept({ kind: 'event', event: one, size: 1 });
    await advanceClock();
  }
  const notices = (): string[] => textsIn(fixture, '.notice p');

  it('shows nothing while the log works', async () => {
    await begin(opened(1));
    await receive(opened(2, 'session-2'));
    expect(notices()).toEqual([]);
  });

  it('shows an alert with the start, the reason and the effect of an outage of the log', async () => {
    await begin(opened(1));
    await receive(degraded(2));
    const text = textIn(fixture, '[role=alert]');
    expect(text).toContain(`down since ${formatTime('2026-11-22T08:00:02.000Z')}`);
    expect(text).toContain('live events are not affected');
    expect(text).toContain('History loses them');
    expect(text).toContain('Reason: disk is full');
    await advanceClock(10_000);
    expect(textIn(fixture, '[role=alert]')).toBe(text);
  });

  it('says that events wait when several instances share the log', async () => {
    await begin(opened(1));
    await receive(event(2, 'log:degraded', { error: 'Redis is away', instance: 'host-1' }, ''));
    expect(textIn(fixture, '[role=alert]')).toContain('appear here once the log recovers');
  });

  it('shows the alert when the console is opened during an outage of the log', async () => {
    await begin(degraded(1), opened(2));
    expect(textIn(fixture, '[role=alert]')).toContain('Event log down');
  });

  it('shows the current state of the log after a gap', async () => {
    await begin(opened(1), degraded(2));
    const well = snapshot([opened(1), degraded(2), recovered(3)]);
    feeder.accept({ kind: 'gap', gap: gapFrame(2, 3, well) });
    await advanceClock();
    expect(notices()).toEqual([]);
    const failing = snapshot([opened(1), degraded(4)]);
    feeder.accept({ kind: 'gap', gap: gapFrame(3, 4, failing) });
    await advanceClock();
    expect(notices()).toHaveLength(1);
  });

  it('replaces the alert with a note when the log recovers, and hides the note after a while', async () => {
    await begin(opened(1), degraded(2));
    await receive(recovered(3));
    expect(fixture.nativeElement.querySelector('[role=alert]')).toBeNull();
    expect(textIn(fixture, '[role=status] p')).toBe('Event log recovered after 2 m 05 s.');
    await advanceClock(NOTE_MS + 2_000);
    expect(notices()).toEqual([]);
  });

  it('keeps the note of a recovery with lost events until it is dismissed', async () => {
    await begin(opened(1), degraded(2));
    await receive(recovered(3, 1_200));
    await advanceClock(2 * NOTE_MS);
    expect(textIn(fixture, '[role=status] p')).toMatch(/1.200 events are missing from history/);
    elementIn(fixture, 'button').click();
    await advanceClock();
    expect(notices()).toEqual([]);
  });

  it('does not number the lost events if the server stopped during the outage', async () => {
    await begin(opened(1), degraded(2));
    await receive(recovered(3, null));
    await advanceClock(2 * NOTE_MS);
    expect(textIn(fixture, '[role=status] p')).toContain('still in memory when the server stopped');
  });

  it('hides the note of a recovery when the log fails again', async () => {
    await begin(opened(1), degraded(2));
    await receive(recovered(3, 7), degraded(4));
    expect(notices()).toHaveLength(1);
    expect(textIn(fixture, '[role=alert]')).toContain('Event log down');
  });
});
