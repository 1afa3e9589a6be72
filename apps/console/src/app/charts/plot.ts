import uPlot from 'uplot';

import { timeZone } from '../time/page-choices.ts';
import { formatDay, formatMinute, formatTime } from '../time/times.ts';
import type { ChartColors } from './chart-colors.ts';
import type { ChartPoints, ChartTone } from './chart-points.ts';
import { lonePoints } from './lone-points.ts';

/** The type of a chart. `bars`: a bar per step, from zero. `lines`: lines on a logarithmic scale. */
export type ChartForm = 'bars' | 'lines';

/** What a chart shows, and how. */
export interface PlotOptions {
  form: ChartForm;
  points: ChartPoints;
  /** Returns the text of a value on the scale. */
  textOf: (value: number) => string;
  colors: () => ChartColors;
  /** Called with the step at the pointer; null for none. */
  point: (index: number | null) => void;
  /** Called with the selected range, in milliseconds since 1970. */
  choose: (from: number, to: number) => void;
}

const FONT = '11px Inter, system-ui, sans-serif';
/** Lines also differ by their dashes, not only by color. */
const DASHES: Partial<Record<ChartTone, number[]>> = { quiet: [2, 2], accent: [6, 3] };
const DAY_MS = 86_400_000;
/** A time nearer to the left edge than this would stand on the scale of the values, in pixels. */
const SCALE_PX = 16;
/** The distances of the lines of a scale of counts, which has no halves. */
const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

/** Draws a chart into an element. Only this file uses uPlot. */
export class Plot {
  readonly #plot: uPlot;
  #points: ChartPoints;

  constructor(
    host: HTMLElement,
    private readonly options: PlotOptions,
  ) {
    this.#points = options.points;
    const { clientWidth: width, clientHeight: height } = host;
    this.#plot = new uPlot(
      {
        width,
        height,
        ms: 1,
        tzDate: (at) => (timeZone.value() === 'utc' ? uPlot.tzDate(new Date(at), 'Etc/UTC') : new Date(at)),
        legend: { show: false },
        scales: { x: { range: () => this.#ends() }, y: scaleOf(options.form) },
        axes: this.#axes(),
        series: [{}, ...options.points.series.map((_, index) => this.#series(index))],
        cursor: {
          y: false,
          points: { show: options.form === 'lines', size: 6 },
          drag: { x: true, y: false, setScale: false, dist: 6 },
        },
        hooks: {
          setCursor: [(plot) => options.point(plot.cursor.idx ?? null)],
          setSelect: [(plot) => this.#chosen(plot)],
        },
      },
      dataOf(options.points),
      host,
    );
  }

  /** Shows new values of the same series. */
  set(points: ChartPoints): void {
    this.#points = points;
    this.#plot.setData(dataOf(points));
  }

  /** Changes the size, in pixels. */
  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height });
  }

  /** Draws everything again with the current colors. */
  redraw(): void {
    this.#plot.redraw();
  }

  /** Highlights a step, and selects the steps from `anchor` to it unless `anchor` is null. */
  pointAt(index: number, anchor: number | null): void {
    const [left, right] = [this.#edge(index), this.#edge(index + 1)];
    this.#plot.setCursor({ left: (left + right) / 2, top: 0 });
    const [first, last] = [Math.min(index, anchor ?? index), Math.max(index, anchor ?? index)];
    const start = this.#edge(first);
    const width = anchor === null ? 0 : this.#edge(last + 1) - start;
    this.#plot.setSelect({ left: start, width, top: 0, height: this.#plot.over.clientHeight }, false);
  }

  /** Removes the highlight. */
  leave(): void {
    this.#plot.setCursor({ left: -10, top: -10 });
    this.#plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  }

  /** Returns the middle of a step, in pixels from the left edge of the chart. */
  middleOf(index: number): number {
    return this.#plot.over.offsetLeft + (this.#edge(index) + this.#edge(index + 1)) / 2;
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #edge(index: number): number {
    const { at, stepMs } = this.#points;
    return this.#plot.valToPos((at[0] ?? 0) + index * stepMs, 'x');
  }

  #ends(): [number, number] {
    const { at, stepMs } = this.#points;
    return [at[0] ?? 0, (at.at(-1) ?? 0) + stepMs];
  }

  #chosen(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const { at, stepMs } = this.#points;
    const indexAt = (px: number): number => Math.floor((plot.posToVal(px, 'x') - (at[0] ?? 0)) / stepMs);
    const [first, last] = [Math.max(0, indexAt(left)), Math.min(at.length - 1, indexAt(left + width))];
    this.leave();
    this.options.choose(at[first] ?? 0, (at[last] ?? 0) + stepMs);
  }

  #series(index: number): uPlot.Series {
    const tone = this.#points.series[index]?.tone ?? 'quiet';
    const toneOf = (): string => this.options.colors()[tone];
    if (this.options.form === 'lines')
      return { stroke: toneOf, width: 1.5, dash: DASHES[tone] ?? [], points: dotsOf(toneOf) };
    const bars = uPlot.paths.bars?.({ size: [0.78, 24], gap: 0 });
    return { fill: toneOf, stroke: toneOf, width: 0, points: { show: false }, ...(bars && { paths: bars }) };
  }

  #axes(): uPlot.Axis[] {
    const { colors, textOf, form } = this.options;
    const common = { font: FONT, stroke: () => colors().text, ticks: { show: false } };
    const grid = { stroke: () => colors().line, width: 1 };
    return [
      { ...common, grid: { show: false }, size: 22, gap: 4, space: 64, values: timeTexts },
      {
        ...common,
        grid,
        size: 52,
        gap: 6,
        space: 32,
        values: (_, splits) => splits.map((value) => textOf(value)),
        ...(form === 'lines'
          ? { splits: powersOfTen, filter: (_: uPlot, splits: number[]) => splits }
          : { incrs: WHOLE_STEPS }),
      },
    ];
  }
}

/** Converts the steps to uPlot's format, each at its middle. */
function dataOf({ at, stepMs, series }: ChartPoints): uPlot.AlignedData {
  return [at.map((begin) => begin + stepMs / 2), ...series.map(({ values }) => [...values])];
}

/** Only a value that no line reaches is drawn as a dot, which would be lost else. */
function dotsOf(fill: () => string): uPlot.Series.Points {
  return {
    show: false,
    size: 4,
    width: 0,
    fill,
    filter: (plot, index) => lonePoints(Array.from(plot.data[index] ?? [])),
  };
}

function scaleOf(form: ChartForm): uPlot.Scale {
  if (form === 'bars') return { range: (_, __, max) => [0, Math.max(1, max ?? 0) * 1.1] };
  const power = (value: number, round: (value: number) => number): number =>
    10 ** round(Math.log10(Math.max(value, 0.001)));
  return {
    distr: 3,
    range: (_, min, max) => {
      const low = power(min ?? 1, Math.floor);
      return [low, Math.max(low * 10, power(max ?? 10, Math.ceil))];
    },
  };
}

/** Returns the powers of ten of a scale, at most four. */
function powersOfTen(_: uPlot, __: number, min: number, max: number): number[] {
  const [low, high] = [Math.round(Math.log10(min)), Math.round(Math.log10(max))];
  const by = Math.ceil((high - low) / 4);
  const powers: number[] = [];
  for (let power = low; power <= high; power += Math.max(1, by)) powers.push(10 ** power);
  return powers;
}

function timeTexts(plot: uPlot, splits: number[]): string[] {
  const [first = 0, second = first + DAY_MS] = splits;
  const apart = second - first;
  return splits.map((at) => {
    if (plot.valToPos(at, 'x') < SCALE_PX) return '';
    const isMidnight = formatMinute(at) === '00:00' && apart >= 3_600_000;
    if (apart >= DAY_MS || isMidnight) return formatDay(at);
    return apart < 60_000 ? formatTime(at) : formatMinute(at);
  });
}
