import type { INestApplicationContext } from '@nestjs/common';
import { AlertSender, AlertsProjection } from '#alerts';
import { UpstreamRegistry } from '#gateway';
import { adminParts } from './admin-parts.ts';
import { agentParts } from './agent-parts.ts';
import type { LivePart } from './live-part.ts';
import { tenantParts } from './tenant-parts.ts';

/**
 * Every part that is applied when the file changes, in the order in which they are applied. Others apply from the next start
 * on.
 */
export function livePartsOf(app: INestApplicationContext): LivePart[] {
  return [...adminParts(app), ...agentParts(app), ...tenantParts(app), upstreams(app), alerts(app)];
}

function upstreams(app: INestApplicationContext): LivePart {
  return {
    name: 'upstreams',
    settings: ['upstreams', 'mcpServers', 'CROWSNEST_UPSTREAMS'],
    apply({ upstreams: all }) {
      const names = app.get(UpstreamRegistry).replaceCredentials(all);
      if (names.length === 0) return 'they apply from the next start on';
      return `the credentials of ${names.join(', ')} apply at once, anything else from the next start on`;
    },
  };
}

function alerts(app: INestApplicationContext): LivePart {
  return {
    name: 'alerts',
    settings: ['alerts'],
    apply({ alertRules, alertReceivers }) {
      app.get(AlertSender, { strict: false }).replaceReceivers(alertReceivers);
      app.get(AlertsProjection, { strict: false }).replaceRules(alertRules);
      return `${alertRules.length} rules are watched, and ${alertReceivers.length} receivers are told`;
    },
  };
}
