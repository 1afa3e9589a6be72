import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';

import { formatRange } from '../time/spans.ts';
import { timeZone } from '../time/page-choices.ts';
import { MissingPart } from '../ui/parts/missing-part.ts';
import { PartLoad, type PartState } from '../ui/parts/part-load.ts';
import { settledSizes } from '../ui/settled-size.ts';
import { ThemeChanges, colorsOf } from './chart-colors.ts';
import type { ChartPoints, ChosenSteps } from './chart-points.ts';
import type { ChartForm, Plot } from './plot.ts';
import { StepWalk } from './step-walk.ts';

/** The file with uPlot. */
type PlotFile = typeof import('./plot.ts');

/**
 * A chart of values over time. The pointer or the arrow keys read it step by step. Dragging, or Shift with the arrow
 * keys and then Enter, selects steps. uPlot is loaded with the first values; the space is reserved before.
 */
@Component({
  selector: 'app-time-chart',
  imports: [MissingPart],
  templateUrl: './time-chart.html',
  styleUrl: './time-chart.css',
  // The elements that uPlot creates lack the attributes that scoped styles need.
  encapsulation: ViewEncapsulation.None,
})
export class TimeChart {
  /** The name of the chart, in a few words. */
  readonly label = input.required<string>();
  /** A text alternative to the chart. */
  readonly summary = input('');
  readonly form = input.required<ChartForm>();
  /** Null until the first values arrive. */
  readonly points = input.required<ChartPoints | null>();
  /** Returns the text of a value. */
  readonly textOf = input.required<(value: number) => string>();
  /** Returns the text of a value on the scale, if it differs. */
  readonly scaleTextOf = input<((value: number) => string) | null>(null);
  readonly chosen = output<ChosenSteps>();

  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #theme = inject(ThemeChanges).count;
  private readonly canvas = viewChild.required<ElementRef<HTMLElement>>('canvas');
  protected readonly file = new PartLoad(() => import('./plot.ts'));
  readonly #plot = signal<Plot | null>(null);
  #colors: ReturnType<typeof colorsOf> | null = null;

  /** The current step; null for none. */
  protected readonly index = signal<number | null>(null);
  protected readonly walk = new StepWalk(() => this.points()?.at.length ?? 0);
  protected readonly reading = computed(() => {
    const [points, index] = [this.points(), this.index()];
    const at = index === null ? undefined : points?.at[index];
    if (!points || index === null || at === undefined) return null;
    const text = this.textOf();
    const values = points.series.map(({ name, tone, values }) => {
      const value = values[index] ?? null;
      return { name, tone, value: value === null ? '–' : text(value) };
    });
    return { time: formatRange(at, at + points.stepMs, Date.now()), values };
  });
  /** The values of the current step as a sentence. */
  protected readonly spoken = computed(() => {
    const reading = this.reading();
    if (!reading) return 'No step chosen';
    return `${reading.time}: ${reading.values.map(({ name, value }) => `${name} ${value}`).join(', ')}`;
  });
  /** The position of the tooltip, which must not cover the current step. */
  protected readonly place = computed(() => {
    const [plot, index] = [this.#plot(), this.index()];
    if (!plot || index === null) return { left: 0, isLeft: false };
    const left = plot.middleOf(index);
    return { left: Math.round(left), isLeft: left > this.#host.clientWidth / 2 };
  });

  constructor() {
    effect(() => {
      const points = this.points();
      const file = this.file.state();
      if (points) untracked(() => this.#show(points, file));
    });
    effect(() => {
      this.#theme();
      timeZone.value();
      this.#colors = null;
      this.#plot()?.redraw();
    });
    const observe = settledSizes(() => this.#fit());
    effect(() => observe(this.canvas().nativeElement));
    inject(DestroyRef).onDestroy(() => this.#plot()?.destroy());
  }

  protected press(event: KeyboardEvent): void {
    const plot = this.#plot();
    const points = this.points();
    const step = this.walk.press(event, this.index());
    if (!plot || !points || !step) return;
    event.preventDefault();
    if (step.kind === 'choose') return this.#choose(points, step.first, step.last);
    if (step.kind === 'leave') return this.leave();
    plot.pointAt(step.index, step.anchor);
    this.index.set(step.index);
  }

  protected leave(): void {
    this.walk.leave();
    this.#plot()?.leave();
    this.index.set(null);
  }

  #choose({ at, stepMs }: ChartPoints, first: number, last: number): void {
    this.leave();
    this.chosen.emit({ from: at[first] ?? 0, to: (at[last] ?? 0) + stepMs });
  }

  #show(points: ChartPoints, file: PartState<PlotFile>): void {
    const plot = this.#plot();
    if (plot) plot.set(points);
    else if (file.step === 'loaded') this.#plot.set(this.#create(file.content, points));
    else if (file.step === 'loading') void this.file.begin();
  }

  #create({ Plot }: PlotFile, points: ChartPoints): Plot {
    return new Plot(this.canvas().nativeElement, {
      form: this.form(),
      points,
      textOf: (value) => (this.scaleTextOf() ?? this.textOf())(value),
      colors: () => (this.#colors ??= colorsOf(this.#host)),
      point: (index) => this.index.set(index),
      choose: (from, to) => this.chosen.emit({ from, to }),
    });
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.canvas().nativeElement;
    if (clientWidth > 0) this.#plot()?.resize(clientWidth, clientHeight);
  }
}
