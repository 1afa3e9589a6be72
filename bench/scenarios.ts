import { LEGACY_CALLS, MODERN_CALLS } from './mcp/call-scenarios.ts';
import { IDLE_SESSIONS } from './mcp/idle-session-scenario.ts';
import type { Scenario } from './scenario.ts';

/** Everything that is measured, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [LEGACY_CALLS, MODERN_CALLS, IDLE_SESSIONS];
