import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { EventLog, readHistory } from '#events';
import { refuseSilentLog } from '../../read/log-answers.ts';
import { FILTER_PARAMETERS, PAGE_PARAMETERS, RANGE_PARAMETERS } from '../../read/parameters.ts';
import { eventFilterOf, pageOf, readQuery } from '../../read/query.ts';
import { askTool, type AskTools } from '../ask-tool.ts';
import { endedCall } from '../ended-call.ts';
import { EndedCalls } from '../ended-calls.ts';
import { errorGroups } from '../error-groups.ts';
import { asQuery, entryLimit, FILTER, RANGE } from '../inputs.ts';

const PARAMETERS = { ...PAGE_PARAMETERS, ...RANGE_PARAMETERS, ...FILTER_PARAMETERS };
/** Number of failures that are summed up. */
const SUMMED_ERRORS = 1_000;

const BEFORE = { before: z.string().optional().describe('The "next" of the answer before') };

/** How calls ended, failures in groups, and events as they are in the log. */
@Injectable()
export class CallTools implements AskTools {
  readonly tools = [
    askTool({
      name: 'calls',
      title: 'Calls',
      description:
        'How calls ended that a filter and range select, newest first. Arguments and results are not told.',
      input: z.object({ ...FILTER, ...RANGE, ...BEFORE, ...entryLimit(20) }),
      answer: async (args, asking) => {
        const { before, limit, ...asked } = readQuery(PARAMETERS, asQuery(args));
        const ends = await this.ended.last(
          { filter: eventFilterOf(asked, asking.admin), before, limit },
          asking,
        );
        return {
          calls: ends.map((end) => endedCall(end, asking.links)),
          next: ends.length < limit ? undefined : ends.at(-1)?.id,
          link: asking.links.to('overview', args),
        };
      },
    }),
    askTool({
      name: 'errors',
      title: 'Errors',
      description:
        'The last failures of calls, those alike together: tool, kind, message of the last one, how many, and when it was. ' +
        'The filter `group:KEY` selects those of a group.',
      input: z.object({ ...FILTER, ...RANGE, ...entryLimit(20) }),
      answer: async ({ limit, ...args }, asking) => {
        const query = { ...asQuery(args), type: 'tool:error' };
        const { before: _, limit: __, ...asked } = readQuery(PARAMETERS, query);
        const filter = eventFilterOf(asked, asking.admin);
        const ends = await this.ended.last({ filter, limit: SUMMED_ERRORS }, asking);
        const groups = errorGroups(ends, asking.links);
        return {
          errors: groups.slice(0, limit),
          ...(groups.length > limit && { groupsLeftOut: groups.length - limit }),
          failuresRead: ends.length,
          olderOnesLeftOut: ends.length === SUMMED_ERRORS,
          link: asking.links.to('errors', args),
        };
      },
    }),
    askTool({
      name: 'history',
      title: 'Events',
      description:
        'Events of the log that a filter and range select, oldest first: the last ones, or those before or after an id. ' +
        'Arguments and results are not told.',
      input: z.object({
        ...FILTER,
        ...RANGE,
        before: z.string().optional().describe('Only events before this id'),
        after: z.string().optional().describe('Only events after this id'),
        ...entryLimit(20),
      }),
      answer: async ({ ...args }, { admin, links, signal }) => {
        const asked = readQuery(PARAMETERS, asQuery(args));
        const request = { ...pageOf(asked), filter: eventFilterOf(asked, admin), signal };
        const events = await readHistory(this.log, request).catch(refuseSilentLog);
        const { filter, from, to } = args;
        const shown = events.map((logged) => JSON.parse(logged.withHiddenPayload().json) as unknown);
        return { events: shown, link: links.to('overview', { filter, from, to }) };
      },
    }),
  ];

  constructor(
    private readonly log: EventLog,
    private readonly ended: EndedCalls,
  ) {}
}
