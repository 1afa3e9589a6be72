/** One line of the text format of Prometheus. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Reads the samples of a text in the format of Prometheus, whose label values contain no quotes. */
export function samplesIn(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const pairs = Array.from(labels.matchAll(/(\w+)="([^"]*)"/g), ([, key = '', of = '']) => [key, of]);
    return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
  });
}

/** The values of a metric, by the values of its labels in order. */
export function valuesOf(samples: readonly Sample[], metric: string): Record<string, number> {
  const own = samples.filter(({ name }) => name === metric);
  return Object.fromEntries(own.map(({ labels, value }) => [Object.values(labels).join(' '), value]));
}
