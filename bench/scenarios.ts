import { ABLATIONS } from './ablation/ablation-scenarios.ts';
import { CLUSTERS } from './cluster/cluster-scenario.ts';
import { FORWARDING } from './cluster/forward-scenario.ts';
import { JOINING } from './cluster/join-scenario.ts';
import { REDIS } from './cluster/redis-scenario.ts';
import { BUSY_CONSOLE } from './console/busy-scenario.ts';
import { CONSOLE_LOAD } from './console/load-scenario.ts';
import { LONG_CONSOLE } from './console/long-scenario.ts';
import { LARGE_PAYLOAD } from './console/payload-scenario.ts';
import { GATEWAY_HTTP, GATEWAY_STDIO } from './gateway/gateway-scenario.ts';
import { GATEWAY_REAL_SERVERS } from './gateway/real-servers-scenario.ts';
import { FILTERED_HISTORY } from './history/filtered-scenario.ts';
import { HOSTILE } from './hostile/hostile-scenarios.ts';
import { LEGACY_CALLS, MODERN_CALLS } from './mcp/call-scenarios.ts';
import { IDLE_SESSIONS } from './mcp/idle-session-scenario.ts';
import { METRICS } from './metrics/metrics-scenario.ts';
import type { Scenario } from './scenario.ts';
import { STATS } from './stats/stats-scenario.ts';
import { BURST_TO_100, BURST_TO_1000 } from './stream/burst-scenario.ts';
import { IDLE_SUBSCRIBERS } from './stream/idle-scenario.ts';
import { LONG_REPLAY } from './stream/long-replay-scenario.ts';
import { A_MILLION } from './stream/million-scenario.ts';
import { PUBLISH } from './stream/publish-scenario.ts';
import { REPLAY } from './stream/replay-scenario.ts';
import { ONE_STALLED } from './stream/stalled-one-scenario.ts';
import { MOST_STALLED } from './stream/stalled-most-scenario.ts';
import { RECONNECT_STORM } from './stream/storm-scenario.ts';
import { STEADY_TO_100 } from './stream/steady-scenario.ts';
import { TRACES } from './traces/traces-scenario.ts';

/** All scenarios, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  LEGACY_CALLS,
  MODERN_CALLS,
  METRICS,
  TRACES,
  GATEWAY_STDIO,
  GATEWAY_HTTP,
  ...GATEWAY_REAL_SERVERS,
  IDLE_SESSIONS,
  A_MILLION,
  BURST_TO_100,
  BURST_TO_1000,
  STEADY_TO_100,
  RECONNECT_STORM,
  PUBLISH,
  REDIS,
  ...CLUSTERS,
  FORWARDING,
  JOINING,
  ONE_STALLED,
  MOST_STALLED,
  REPLAY,
  LONG_REPLAY,
  IDLE_SUBSCRIBERS,
  FILTERED_HISTORY,
  STATS,
  CONSOLE_LOAD,
  LARGE_PAYLOAD,
  BUSY_CONSOLE,
  LONG_CONSOLE,
  ...HOSTILE,
  ...ABLATIONS,
];
