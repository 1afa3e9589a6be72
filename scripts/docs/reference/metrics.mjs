// The reference of the metrics, from those that the server has registered.
import { tableOf } from '../markdown.mjs';

/** The page with every metric. */
export function metricsPage(metrics) {
  const rows = metrics
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ name, type, labelNames, help }) => [
      `\`${name}\``,
      type,
      labelNames.map((label) => `\`${label}\``).join(', '),
      help,
    ]);
  return [
    '# Metrics',
    '`GET /metrics` exports these for Prometheus. [Observe](observe.md) says who may read them.',
    tableOf(['Metric', 'Type', 'Labels', 'Meaning'], rows),
  ].join('\n\n');
}
