import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { callPaceOf, countedNameOf, parseFilter, type CallPace, type InFlightCall } from '#contract';
import { SessionDirectory } from '#sessions';
import { StatsProjection } from '#stats';
import { sees } from '../../commands/admin-command.ts';
import { PastRanges, STATS_RANGE_PARAMETERS } from '../../read/past-ranges.ts';
import { eventFilterOf, readQuery } from '../../read/query.ts';
import { askTool, type Asking, type AskTools } from '../ask-tool.ts';
import { endedCall } from '../ended-call.ts';
import { EndedCalls } from '../ended-calls.ts';
import { asQuery, entryLimit, FILTER, RANGE } from '../inputs.ts';

/** Number of slow calls among which the slowest are found. */
const SLOW_CALLS = 500;

type Paced = InFlightCall & { pace: CallPace; ageMs: number };

/** What takes long: calls that are stuck or overdue, and the slowest calls and tools. */
@Injectable()
export class PaceTools implements AskTools {
  readonly tools = [
    askTool({
      name: 'stuck',
      title: 'What is stuck',
      description:
        'Running calls that take longer than usual for their tool, the oldest first: "stuck" ones probably do not end by ' +
        'themselves, and "overdue" ones are slower than nearly all before. Each names its agent and session.',
      input: z.object({ ...entryLimit(20) }),
      answer: ({ limit }, { admin, links }) => {
        const calls = this.#callsOf(admin);
        const late = calls.filter(({ pace }) => pace !== 'usual');
        return {
          running: calls.length,
          stuck: late.filter(({ pace }) => pace === 'stuck').length,
          overdue: late.filter(({ pace }) => pace === 'overdue').length,
          calls: late
            .slice(0, limit)
            .map(({ callId, tool, tenantId, sessionId, startedAt, startId, ...call }) => ({
              callId,
              tool,
              pace: call.pace,
              ageMs: call.ageMs,
              startedAt,
              agent: this.directory.findRecord(sessionId)?.client,
              sessionId,
              tenantId,
              link: links.to('session', { call: startId }, sessionId),
            })),
          link: links.to('overview', { filter: 'is:running' }),
        };
      },
    }),
    askTool({
      name: 'slowest',
      title: 'The slowest tools and calls',
      description:
        'Of a range (the last 15 minutes) and filter: tools by their 95th percentile, and the slowest of the last calls that ' +
        'took longer than 99 % of all.',
      input: z.object({ ...FILTER, ...RANGE, ...entryLimit(10) }),
      answer: async ({ limit, ...args }, asking) => {
        const asked = readQuery(STATS_RANGE_PARAMETERS, asQuery(args));
        const { from, to, tools, p99LatencyMs } = await this.ranges.countersOf(asked, {
          ...asking.admin,
          signal: asking.signal,
        });
        const slowest = Object.entries(tools).toSorted(
          ([, a], [, b]) => (b.p95LatencyMs ?? 0) - (a.p95LatencyMs ?? 0),
        );
        const calls = await this.#slowCalls({ ...asked, from, to }, p99LatencyMs ?? 0, asking);
        return {
          from,
          to,
          tools: slowest.slice(0, limit).map(([tool, counts]) => ({ tool, ...counts })),
          calls: calls.slice(0, limit).map((end) => endedCall(end, asking.links)),
          link: asking.links.to('tools', { filter: args.filter, from, to }),
        };
      },
    }),
  ];

  constructor(
    private readonly directory: SessionDirectory,
    private readonly stats: StatsProjection,
    private readonly ranges: PastRanges,
    private readonly ended: EndedCalls,
  ) {}

  /** The running calls that the admin may see, oldest first. */
  #callsOf(admin: Asking['admin']): Paced[] {
    const { tools, stuckMs } = this.stats.snapshot(admin.tenantId);
    const now = Date.now();
    return this.directory
      .callsInFlight()
      .filter((call) => sees(admin, call))
      .map((call) => {
        const ageMs = now - Date.parse(call.startedAt);
        const usual = tools[countedNameOf(call)]?.lastP99LatencyMs ?? null;
        return { ...call, ageMs, pace: callPaceOf(ageMs, usual, stuckMs) };
      });
  }

  async #slowCalls(asked: Parameters<typeof eventFilterOf>[0], leastMs: number, asking: Asking) {
    const parsed = parseFilter(`duration:>=${Math.floor(leastMs)}ms`);
    const slow = 'filter' in parsed ? parsed.filter.terms : [];
    const terms = [...(asked.filter ?? []), ...slow];
    const filter = eventFilterOf({ ...asked, filter: terms }, asking.admin);
    const ends = await this.ended.last({ filter, limit: SLOW_CALLS }, asking);
    return ends.toSorted((a, b) => b.data.durationMs - a.data.durationMs);
  }
}
