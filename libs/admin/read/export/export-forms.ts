import type { LoggedEvent } from '#events';
import type { EXPORT_FORMATS } from '../parameters.ts';
import { CSV_HEAD, csvRow } from './csv.ts';

type FirstPage = IteratorResult<LoggedEvent[], undefined>;
type Pages = AsyncIterable<LoggedEvent[]>;

/** A form in which events are exported. */
export interface ExportForm {
  contentType: string;
  /** The text of a first page and of those after it. */
  written(first: FirstPage, pages: Pages): AsyncGenerator<string>;
}

/** Every form by its name. */
export const EXPORT_FORMS: Readonly<Record<(typeof EXPORT_FORMATS)[number], ExportForm>> = {
  jsonl: {
    contentType: 'application/x-ndjson; charset=utf-8',
    written: (first, pages) => lines('', first, pages, ({ json }) => `${json}\n`),
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    written: (first, pages) => lines(CSV_HEAD, first, pages, ({ event }) => csvRow(event)),
  },
};

async function* lines(
  head: string,
  first: FirstPage,
  pages: Pages,
  line: (event: LoggedEvent) => string,
): AsyncGenerator<string> {
  yield head + (first.value ?? []).map(line).join('');
  for await (const page of pages) yield page.map(line).join('');
}
