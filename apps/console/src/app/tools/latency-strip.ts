import { Component, computed, input } from '@angular/core';

/** The ends of the axis: 1 ms and 100 s. */
const FIRST_MS = 1;
const LAST_MS = 100_000;

/**
 * Median to p99 of a tool on an axis that all tools share, so that a slow one stands out. Logarithmic: each fifth of
 * it is ten times the one before. The figures stand beside it.
 */
@Component({
  selector: 'app-latency-strip',
  template: `
    @if (strip(); as strip) {
      <span class="span" [style.left.%]="strip.from" [style.width.%]="strip.width"></span>
      <span class="tick" [style.left.%]="strip.p95"></span>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      height: 0.875rem;
      background: repeating-linear-gradient(
        to right,
        var(--line) 0 1px,
        transparent 1px calc((100% - 1px) / 5)
      );
    }

    .span {
      position: absolute;
      top: 0.25rem;
      min-width: 4px;
      height: 0.375rem;
      background: var(--ink-soft);
      border-radius: var(--round-full);
      opacity: 0.55;
    }

    .tick {
      position: absolute;
      top: 0.0625rem;
      width: 2px;
      height: 0.75rem;
      background: var(--ink);
    }

    @media (forced-colors: active) {
      .span,
      .tick {
        background: CanvasText;
      }
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class LatencyStrip {
  readonly p50 = input.required<number | null>();
  readonly p95 = input.required<number | null>();
  readonly p99 = input.required<number | null>();

  protected readonly strip = computed(() => {
    const [p50, p95, p99] = [this.p50(), this.p95(), this.p99()];
    if (p50 === null || p95 === null || p99 === null) return null;
    const from = placeOf(p50);
    return { from, width: placeOf(p99) - from, p95: placeOf(p95) };
  });
}

/** The place on the axis in percent. */
function placeOf(ms: number): number {
  const bounded = Math.min(LAST_MS, Math.max(FIRST_MS, ms));
  return (100 * Math.log(bounded / FIRST_MS)) / Math.log(LAST_MS / FIRST_MS);
}
