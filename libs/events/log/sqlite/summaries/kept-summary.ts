import { deserialize, serialize } from 'node:v8';
import {
  emptySummary,
  foldSummary,
  mergeSummary,
  type CrowsnestEvent,
  type EventFilter,
  type EventSummary,
  type SummaryForm,
} from '#contract';

/** Length of the steps that are kept, in milliseconds. Series with steps of whole minutes are added up from them. */
const STEP_MS = 60_000;

const FORMS = { range: { kind: 'range' }, series: { kind: 'series', stepMs: STEP_MS } } as const;

type ByTenant = Map<string, EventSummary>;

/** Whether kept summaries can answer a request where all of their events are in its range. */
export function canBeKept(form: SummaryForm, filter: EventFilter): boolean {
  const others = { ...filter, from: undefined, to: undefined, tenants: undefined };
  const isWhole = form.kind === 'range' || form.stepMs % STEP_MS === 0;
  return isWhole && Object.values(others).every((value) => value === undefined);
}

/** How the events of a chunk relate to a range of time. */
export type Overlap = 'none' | 'some' | 'all';

/**
 * The summaries of the events of a chunk by tenant, in each form. They are kept as bytes outside of the heap, since a log
 * has hundreds of chunks with many small maps each.
 */
export class KeptSummary {
  readonly #bytes: Record<SummaryForm['kind'], Uint8Array>;
  /** The first and the last time at which the events were stamped; null for no events. */
  readonly #times: { first: string; last: string } | null;

  constructor(events: readonly CrowsnestEvent[]) {
    const bytesIn = (form: SummaryForm): Uint8Array => serialize(summariesOf(events, form));
    this.#bytes = { range: bytesIn(FORMS.range), series: bytesIn(FORMS.series) };
    this.#times = timesOf(events);
  }

  /** Which of its events are in the range of a filter. */
  overlap({ from, to }: EventFilter): Overlap {
    if (!this.#times) return 'none';
    const { first, last } = this.#times;
    if ((from !== undefined && last < from) || (to !== undefined && first >= to)) return 'none';
    return (from === undefined || first >= from) && (to === undefined || last < to) ? 'all' : 'some';
  }

  /** Adds what the events of some tenants count, or of all of them. */
  addTo(summary: EventSummary, tenants: readonly string[] | undefined): void {
    const byTenant = deserialize(this.#bytes[summary.kind]) as ByTenant;
    for (const [tenant, part] of byTenant)
      if (!tenants || tenants.includes(tenant)) mergeSummary(summary, part);
  }
}

function summariesOf(events: readonly CrowsnestEvent[], form: SummaryForm): ByTenant {
  const byTenant: ByTenant = new Map();
  for (const event of events) {
    const summary = byTenant.get(event.tenantId) ?? emptySummary(form);
    byTenant.set(event.tenantId, summary);
    foldSummary(summary, event);
  }
  return byTenant;
}

function timesOf(events: readonly CrowsnestEvent[]): { first: string; last: string } | null {
  const times = events.map(({ timestamp }) => timestamp).toSorted();
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}
