import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { CrowsnestEvent } from '#contract';

import { event, hello, id, opened, snapshot } from '../../testing/events.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatTime } from '../time/times.ts';
import { LogNotice, NOTE_MS } from './log-notice.ts';

const { jest } = import.meta;

const degraded = (number: number): CrowsnestEvent =>
  event(number, 'log:degraded', { error: 'disk is full' }, '');
const recovered = (number: number, lost: number | null = 0): CrowsnestEvent =>
  event(number, 'log:recovered', { durationMs: 125_000, lost }, '');

describe('LogNotice', () => {
  let store: LiveStore;
  let fixture: ComponentFixture<LogNotice>;

  beforeEach(async () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-22T08:01:00.000Z') });
    store = TestBed.inject(LiveStore);
    fixture = TestBed.createComponent(LogNotice);
    await settle();
  });
  afterEach(() => void jest.useRealTimers());

  async function settle(ms = 250): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
  }
  async function begin(...events: CrowsnestEvent[]): Promise<void> {
    store.accept({ kind: 'hello', hello: hello(events), resumed: false });
    await settle();
  }
  async function tell(...events: CrowsnestEvent[]): Promise<void> {
    for (const one of events) store.accept({ kind: 'event', event: one });
    await settle();
  }
  const notices = (): string[] => textsIn(fixture, '.notice p');

  it('says nothing while the log is well', async () => {
    await begin(opened(1));
    await tell(opened(2, 'session-2'));
    expect(notices()).toEqual([]);
  });

  it('says as an alert since when and why the log is down, and what that means', async () => {
    await begin(opened(1));
    await tell(degraded(2));
    const text = textIn(fixture, '[role=alert]');
    expect(text).toContain(`down since ${formatTime('2026-11-22T08:00:02.000Z')}`);
    expect(text).toContain('live events go on');
    expect(text).toContain('history may miss them');
    expect(text).toContain('Reason: disk is full');
    await settle(10_000);
    expect(textIn(fixture, '[role=alert]')).toBe(text);
  });

  it('knows when it is opened during an outage', async () => {
    await begin(degraded(1), opened(2));
    expect(textIn(fixture, '[role=alert]')).toContain('Event log down');
  });

  it('knows after a gap, whatever lies in it', async () => {
    await begin(opened(1), degraded(2));
    const well = snapshot([opened(1), degraded(2), recovered(3)]);
    store.accept({ kind: 'gap', gap: { requested: id(2), resumedAfter: id(3), stats: well } });
    await settle();
    expect(notices()).toEqual([]);
    const failing = snapshot([opened(1), degraded(4)]);
    store.accept({ kind: 'gap', gap: { requested: id(3), resumedAfter: id(4), stats: failing } });
    await settle();
    expect(notices()).toHaveLength(1);
  });

  it('gives way to a short note at the recovery, which goes by itself', async () => {
    await begin(opened(1), degraded(2));
    await tell(recovered(3));
    expect(fixture.nativeElement.querySelector('[role=alert]')).toBeNull();
    expect(textIn(fixture, '[role=status] p')).toBe('Event log up again after 2 m 05 s.');
    await settle(NOTE_MS + 2_000);
    expect(notices()).toEqual([]);
  });

  it('keeps the note of events that were lost until it is dismissed', async () => {
    await begin(opened(1), degraded(2));
    await tell(recovered(3, 1_200));
    await settle(2 * NOTE_MS);
    expect(textIn(fixture, '[role=status] p')).toMatch(/History misses 1.200 events that could not be kept/);
    elementIn(fixture, 'button').click();
    await settle();
    expect(notices()).toEqual([]);
  });

  it('does not claim to know what a server that ended had not kept', async () => {
    await begin(opened(1), degraded(2));
    await tell(recovered(3, null));
    await settle(2 * NOTE_MS);
    expect(textIn(fixture, '[role=status] p')).toContain('whatever the server had not kept');
  });

  it('forgets an earlier recovery when the log fails again', async () => {
    await begin(opened(1), degraded(2));
    await tell(recovered(3, 7), degraded(4));
    expect(notices()).toHaveLength(1);
    expect(textIn(fixture, '[role=alert]')).toContain('Event log down');
  });
});
