import { Injectable } from '@nestjs/common';
import type { RangeStats, StatsSeries } from '#contract';
import { SessionDirectory } from '#sessions';
import { StatsRanges, type PastRange } from '#stats';
import { refuseSilentLog } from './log-answers.ts';
import { RANGE_PARAMETERS, TERMS_PARAMETERS } from './parameters.ts';
import { filterOf } from './query.ts';
import { withRunning } from './running-now.ts';
import { rangeOf, stepOf, type AskedRange } from './stats-query.ts';

/** The parameters that choose events of a past range. */
export const STATS_RANGE_PARAMETERS = { ...RANGE_PARAMETERS, ...TERMS_PARAMETERS };

type Asked = Parameters<typeof filterOf>[0] & AskedRange;

/** Who asks: the holder of one tenant, or of all with null. The signal aborts when nobody waits any more. */
interface Sight {
  tenantId: string | null;
  signal: AbortSignal;
}

/** The counters of past ranges, as an admin may see them. Rejects with an `EdgeError`, 503, when the log does not answer. */
@Injectable()
export class PastRanges {
  constructor(
    private readonly ranges: StatsRanges,
    private readonly directory: SessionDirectory,
  ) {}

  /** The counters of a range. Throws 400 for a range without time. */
  countersOf(asked: Asked, sight: Sight): Promise<RangeStats> {
    return this.ranges.rangeOf(this.#rangeOf(asked, sight)).catch(refuseSilentLog);
  }

  /** The counters of a range in steps. Throws 400 for a range without time, or with too many steps. */
  seriesOf(asked: Asked, step: number | undefined, sight: Sight): Promise<StatsSeries> {
    const range = this.#rangeOf(asked, sight);
    return this.ranges.seriesOf(range, stepOf(range, step)).catch(refuseSilentLog);
  }

  #rangeOf(asked: Asked, { tenantId, signal }: Sight): PastRange {
    const range = rangeOf(asked, Date.now());
    const filter = filterOf({ ...asked, ...range }, tenantId);
    return { ...range, filter: withRunning(filter, () => this.directory.callsInFlight()), signal };
  }
}
