import type { INestApplicationContext } from '@nestjs/common';
import { ToolAccess } from '#edge';
import { RetentionRules } from '#events';
import { QuotaRules } from '#quotas';
import type { LivePart } from './live-part.ts';

/** What agents and tenants may use, and how long their events are stored. */
export function tenantParts(app: INestApplicationContext): LivePart[] {
  return [limits(app), tenants(app), typesOfEvents(app)];
}

function limits(app: INestApplicationContext): LivePart {
  return {
    name: 'limits',
    settings: ['limits'],
    apply({ quotas }) {
      app.get(QuotaRules).replaceAll(quotas);
      const count = Object.keys(quotas.tenants ?? {}).length;
      return `${quotas.default ? 'each agent' : 'no agent'} and ${count} tenants have some`;
    },
  };
}

function tenants(app: INestApplicationContext): LivePart {
  return {
    name: 'tenants',
    settings: ['tenants'],
    apply({ tenants: all, eventTypes }) {
      app.get(RetentionRules).replaceAll({ tenants: all, types: eventTypes });
      const names = app.get(ToolAccess, { strict: false }).replaceAll(all);
      const begun = names.length > 0 ? `, and agents of ${names.join(', ')} begin anew with other tools` : '';
      return `${Object.keys(all).length} have settings of their own${begun}`;
    },
  };
}

function typesOfEvents(app: INestApplicationContext): LivePart {
  return {
    name: 'types of events',
    settings: ['eventTypes'],
    apply({ tenants: all, eventTypes }) {
      app.get(RetentionRules).replaceAll({ tenants: all, types: eventTypes });
      return `${Object.keys(eventTypes).length} are stored for a shorter time`;
    },
  };
}
