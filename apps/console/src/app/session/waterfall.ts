import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';

import type { Call } from '../call/call.ts';
import { callLink } from '../call/call-link.ts';
import { CallLists } from '../call/call-lists.ts';
import { OpenCall } from '../call/open-call.ts';
import { Operations } from '../call/operation/operation.ts';
import { rowHeights } from '../display/row-heights.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatPreciseTime, formatTime } from '../time/times.ts';
import { Icon } from '../ui/icons/icon.ts';
import { rowWindow } from '../ui/rows/row-window.ts';
import { TimeScale } from './time-scale.ts';
import { spanOf, waterfallRow, type WaterfallRow } from './waterfall-rows.ts';

/** Below this width a row has two lines. */
const NARROW_PX = 560;
/** Minimum distance of the times on the axis. */
const TICK_PX = 96;

interface Rows {
  calls: readonly Call[];
  height: number;
}

/**
 * The calls of a session, each as a row with a bar on a common time axis. The axis spans the calls in view and folds
 * long idle times. Only the rows in view and the focused row are rendered.
 */
@Component({
  selector: 'app-waterfall',
  imports: [Icon, RouterLink],
  templateUrl: './waterfall.html',
  styleUrl: './waterfall.css',
})
export class Waterfall {
  /** In the order in which they began. */
  readonly calls = input.required<readonly Call[]>();
  readonly #store = inject(LiveStore);
  readonly #rowHeights = rowHeights();
  readonly #time = inject(PictureTime);
  readonly #open = inject(OpenCall);
  private readonly axis = viewChild.required<ElementRef<HTMLElement>>('axis');
  private readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');
  readonly #size = signal({ width: 1000, height: 600, track: 700, rem: 16 });
  /**
   * The scroll position, in pixels. It keeps the same rows in view when the height of rows changes or earlier calls come
   * in above, except at the very top.
   */
  readonly #offset = linkedSignal<Rows, number>({
    source: () => ({ calls: this.calls(), height: this.rowHeight() }),
    computation: (rows, last) =>
      last ? (last.value / last.source.height + movedBy(rows, last)) * rows.height : 0,
  });
  /** The call of the focused row. */
  readonly #focused = signal('');
  #scrolledTo = 0;

  readonly #inFlight = computed(
    () => new Set<string>(this.#store.totals()?.inFlight.map(({ callId }) => callId)),
  );
  readonly #selectedAt = computed(() => {
    const id = this.#open.eventId();
    return id === '' ? -1 : this.calls().findIndex((call) => hasEvent(call, id));
  });
  /** The selected call, until the list has scrolled to it. */
  readonly #wanted = linkedSignal(() => this.#open.eventId());

  readonly #operations = computed(() => new Operations(this.calls()));
  protected readonly narrow = computed(() => this.#size().width < NARROW_PX);
  protected readonly rowHeight = computed(
    () => this.#size().rem * this.#rowHeights()[this.narrow() ? 'two' : 'one'],
  );
  protected readonly window = computed(() =>
    rowWindow(this.calls().length, this.rowHeight(), this.#offset(), this.#size().height),
  );
  /** The calls in view, which the axis spans. */
  readonly #spanned = computed(() => this.calls().slice(this.window().from, this.window().to));
  /** Advances only while one of these calls runs. */
  readonly #now = computed(() =>
    this.#spanned().some((call) => !call.end && this.#inFlight().has(call.callId)) ? this.#time.now() : 0,
  );
  protected readonly scale = computed(
    () =>
      new TimeScale(
        this.#spanned().map((call) => spanOf(call, this.#now(), this.#inFlight().has(call.callId))),
      ),
  );
  protected readonly ticks = computed(() => {
    const ticks = this.scale().ticks(TICK_PX / Math.max(TICK_PX, this.#size().track));
    const isFine = ticks.some(({ time }) => time % 1_000 !== 0 && time !== ticks[0]?.time);
    return ticks.map(({ time, at }) => ({
      at: at * 100,
      text: isFine ? formatPreciseTime(new Date(time).toISOString()) : formatTime(time),
    }));
  });
  protected readonly folds = computed(() =>
    this.scale().folds.map(({ at, width }) => ({ at: at * 100, width: width * 100 })),
  );
  protected readonly rows = computed(() => {
    const { from, to } = this.window();
    const places = Array.from({ length: to - from }, (_, at) => from + at);
    const focusedAt = this.#focused() === '' ? -1 : this.#placeOf(this.#focused());
    if (focusedAt >= 0 && (focusedAt < from || focusedAt >= to)) places.push(focusedAt);
    return places.flatMap((place) => this.#rowAt(place));
  });
  protected readonly callLink = callLink;

  constructor() {
    inject(CallLists).add(inject(DestroyRef), (by) => this.step(by));
    const sizes = new ResizeObserver(() => this.#measure());
    inject(DestroyRef).onDestroy(() => sizes.disconnect());
    afterRenderEffect({
      earlyRead: () => sizes.observe(this.viewport().nativeElement),
      write: () => {
        const offset = this.#offset();
        const { nativeElement } = this.viewport();
        if (offset !== this.#scrolledTo) nativeElement.scrollTop = offset;
        this.#scrolledTo = nativeElement.scrollTop;
      },
    });
    effect(() => {
      const at = this.#selectedAt();
      if (this.#wanted() === '' || at < 0) return;
      untracked(() => this.#reveal(at));
      this.#wanted.set('');
    });
  }

  /** Opens the call that is `by` rows below the open one, or the first. Returns false if there is none. */
  step(by: 1 | -1): boolean {
    const at = this.#selectedAt();
    const call = this.calls()[at < 0 ? 0 : at + by];
    const eventId = call && (call.start?.id ?? call.end?.id);
    if (eventId === undefined) return false;
    this.#open.show(eventId);
    return true;
  }

  protected followScroll(): void {
    // By the distance: calls that are not rendered yet may have moved the rows meanwhile.
    const { scrollTop } = this.viewport().nativeElement;
    const distance = scrollTop - this.#scrolledTo;
    this.#scrolledTo = scrollTop;
    if (distance !== 0) this.#offset.update((offset) => offset + distance);
  }

  /** Scrolls at once: an animation would not end where it should if earlier calls come in meanwhile. */
  protected scrollTo(top: number, event: Event): void {
    event.preventDefault();
    this.#offset.set(Math.max(0, Math.min(top, this.window().total - this.#size().height)));
  }

  protected focus(callId: string): void {
    this.#focused.set(callId);
  }

  protected blur(): void {
    this.#focused.set('');
  }

  #rowAt(place: number): (WaterfallRow & { place: number; isOpen: boolean })[] {
    const call = this.calls()[place];
    if (!call) return [];
    const now = this.#now();
    const row = waterfallRow(call, {
      scale: this.scale(),
      now,
      isInFlight: this.#inFlight().has(call.callId),
      operation: this.#operations().of(call, now),
    });
    return [{ ...row, place, isOpen: place === this.#selectedAt() }];
  }

  #placeOf(callId: string): number {
    return this.calls().findIndex((call) => call.callId === callId);
  }

  /** Scrolls to a row, unless it is in view. */
  #reveal(place: number): void {
    const { height } = this.#size();
    const top = place * this.rowHeight();
    const isInView = top >= this.#offset() && top + this.rowHeight() <= this.#offset() + height;
    if (!isInView) this.#offset.set(Math.max(0, top - (height - this.rowHeight()) / 2));
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.viewport().nativeElement;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const track = this.axis().nativeElement.clientWidth;
    this.#size.set({ width: clientWidth, height: clientHeight, track, rem });
  }
}

/** Returns by how many rows the call at the top of the view has moved. */
function movedBy({ calls }: Rows, last: { source: Rows; value: number }): number {
  const top = Math.floor(last.value / last.source.height);
  const callId = last.source.calls[top]?.callId;
  if (top === 0 || callId === undefined || calls[top]?.callId === callId) return 0;
  const place = calls.findIndex((call) => call.callId === callId);
  return place < 0 ? 0 : place - top;
}

function hasEvent({ start, end, progress }: Call, id: string): boolean {
  return start?.id === id || end?.id === id || progress.some((report) => report.id === id);
}
