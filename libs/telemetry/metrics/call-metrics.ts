import { Injectable } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { EventBus, InstanceKeeper } from '#events';
import { Sources } from '#ingest';
import { RunningCalls } from '#sessions';
import { BoundedValues, OTHER } from '../conventions/bounded-values.ts';
import { MetricsRegistry } from './metrics-registry.ts';

/** As many tools as `/stats` tells apart. */
const MAX_TOOLS = 1_000;

/** Counts the tool calls that this process ran, and those of sources outside whose events it takes, as the log has them. */
@Injectable()
export class CallMetrics {
  readonly #tools = new BoundedValues(MAX_TOOLS);
  readonly #calls;

  constructor(
    registry: MetricsRegistry,
    bus: EventBus,
    running: RunningCalls,
    outside: Sources,
    private readonly instances: InstanceKeeper,
  ) {
    this.#calls = registry.counter(
      'crowsnest_tool_calls_total',
      'Tool calls that have ended. The outcome is "done", or the kind of the failure.',
      ['tool', 'outcome'],
    );
    registry.gauge(
      'crowsnest_tool_calls_in_flight',
      'Tool calls that run.',
      () => running.size + outside.callsInFlight,
    );
    bus.on('committed', 'Metrics of calls', ({ events }) => {
      for (const { type, event } of events)
        if (type === 'tool:done' || type === 'tool:error') this.#ended(event);
    });
  }

  #ended(event: CrowsnestEvent): void {
    if (event.type !== 'tool:done' && event.type !== 'tool:error') return;
    const { tool, offered, instance } = event.data;
    if (instance !== this.instances.shared) return;
    const outcome = event.type === 'tool:done' ? 'done' : event.data.kind;
    this.#calls.inc({ tool: offered === false ? OTHER : this.#tools.of(tool), outcome });
  }
}
