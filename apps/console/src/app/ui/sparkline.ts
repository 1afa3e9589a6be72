import { Component, computed, input } from '@angular/core';

/** Size of the drawing, which is stretched to its element. */
const WIDTH = 100;
const HEIGHT = 20;

/**
 * A small chart without axes, beside the figure that it explains. Its scale starts at zero, and its color is that of
 * the text around it. It is hidden from assistive technology unless it has a `label`.
 */
@Component({
  selector: 'app-sparkline',
  template: `
    <svg
      viewBox="0 0 100 20"
      preserveAspectRatio="none"
      focusable="false"
      [attr.aria-hidden]="label() ? null : true"
      [attr.role]="label() ? 'img' : null"
      [attr.aria-label]="label() || null"
    >
      @if (line(); as line) {
        <path class="area" [attr.d]="line + 'V20H0Z'" />
        <path class="line" [attr.d]="line" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: inline-block;
      width: 5rem;
      height: 1.125rem;
      vertical-align: middle;
    }

    svg {
      display: block;
      width: 100%;
      height: 100%;
      overflow: visible;
    }

    .line {
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.25px;
      vector-effect: non-scaling-stroke;
    }

    .area {
      fill: currentcolor;
      opacity: 0.14;
    }
  `,
})
export class Sparkline {
  /** The values in order, at equal distances. Null, without a measurement, is drawn as zero. */
  readonly values = input.required<readonly (number | null)[]>();
  /** A text alternative to the chart. */
  readonly label = input('');

  protected readonly line = computed(() => {
    const values = this.values().map((value) => value ?? 0);
    const largest = Math.max(...values, 0);
    if (values.length < 2 || largest === 0) return null;
    const step = WIDTH / (values.length - 1);
    const points = values.map(
      (value, index) => `${round(index * step)} ${round(HEIGHT - 1 - (value / largest) * (HEIGHT - 2))}`,
    );
    return `M${points.join('L')}`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
