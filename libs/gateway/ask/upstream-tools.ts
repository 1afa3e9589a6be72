import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskToolbox, askTool, entryLimit, REASON, type AskTools } from '#admin';
import type { UpstreamView } from '#contract';
import { cutText } from '#redaction';
import { UpstreamFleet } from '../fleet/upstream-fleet.ts';
import { upstreamNotFound, UpstreamRestarts } from '../fleet/upstream-restarts.ts';
import { UpstreamRegistry } from '../life/upstream-registry.ts';

/** The last lines of stderr that are told, and the most characters of each. */
const MAX_LINES = 20;
const MAX_LINE = 300;

/** What the assistants of admins may ask about the servers behind the gateway. Offered where there are some. */
@Injectable()
export class UpstreamTools implements AskTools {
  readonly tools = [
    askTool({
      name: 'upstreams',
      title: 'Upstream servers',
      description:
        'The servers behind Crowsnest that answer the calls of agents, as each instance has them: state, last fault, restarts ' +
        'and use. With the name of one also the last lines that it has written to stderr, if the person may see them.',
      input: z.object({
        upstream: z.string().optional().describe('The name of one server'),
        ...entryLimit(20),
      }),
      answer: async ({ upstream, limit }, { admin, links }) => {
        const { upstreams, silent } = await this.fleet.list(admin.tenantId);
        const chosen = upstreams.filter(({ name }) => upstream === undefined || name === upstream);
        if (upstream !== undefined && chosen.length === 0) throw upstreamNotFound(upstream);
        return {
          upstreams: chosen.slice(0, limit).map((view) => brief(view, upstream !== undefined)),
          ...(chosen.length > limit && { leftOut: chosen.length - limit }),
          ...(silent.length > 0 && { silent }),
          link: links.to('upstreams'),
        };
      },
    }),
    askTool({
      name: 'restart_upstream',
      title: 'Restart an upstream server',
      description:
        'Ends the processes and sessions of a server, so that its calls in flight fail, forgets its faults, and begins anew, in ' +
        'all instances or in one. Ask the person first.',
      needs: 'operator',
      input: z.object({
        upstream: z.string().describe('The name of the server'),
        instance: z.string().optional().describe('The only instance in which to restart it'),
        ...REASON,
      }),
      answer: ({ upstream: name, instance, reason }, asking) =>
        this.restarts.restart({ name, instance }, { ...asking, ...(reason && { reason }) }),
    }),
  ];

  constructor(
    private readonly fleet: UpstreamFleet,
    private readonly restarts: UpstreamRestarts,
    upstreams: UpstreamRegistry,
    toolbox: AskToolbox,
  ) {
    if (upstreams.all().length > 0) toolbox.add(this);
  }
}

function brief({ output, ...facts }: UpstreamView, isWhole: boolean): object {
  if (!isWhole || !output) return facts;
  const lines = output.stderr.split('\n').filter((line) => line.trim() !== '');
  return {
    ...facts,
    stderr: lines.slice(-MAX_LINES).map((line) => cutText(line, MAX_LINE)),
    strayLinesOnStdout: output.strayCount,
  };
}
