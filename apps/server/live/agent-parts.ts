import type { INestApplicationContext } from '@nestjs/common';
import { AccessTokens, AgentKeys } from '#edge';
import { IngestKeys } from '#ingest';
import type { LivePart } from './live-part.ts';

/** Which agents and observers are served. */
export function agentParts(app: INestApplicationContext): LivePart[] {
  return [agents(app), authorizationServers(app), observers(app)];
}

function agents(app: INestApplicationContext): LivePart {
  return {
    name: 'agents',
    settings: ['agents', 'AGENT_KEYS'],
    apply({ agentKeys, anonymousAgents }) {
      const areNeeded = agentKeys.length > 0 || anonymousAgents === 'nowhere';
      app.get(AgentKeys).replaceAll(agentKeys, { areNeeded });
      return `${agentKeys.length} keys are valid`;
    },
  };
}

function authorizationServers(app: INestApplicationContext): LivePart {
  return {
    name: 'authorization servers',
    settings: ['authorization'],
    apply({ authorization }) {
      if (authorization) app.get(AgentKeys).endAnonymity();
      app.get(AccessTokens, { strict: false }).replaceAll(authorization ?? undefined);
      return `access tokens of ${authorization?.issuers.length ?? 0} are accepted`;
    },
  };
}

function observers(app: INestApplicationContext): LivePart {
  return {
    name: 'observers',
    settings: ['observers', 'INGEST_KEYS'],
    apply({ ingestKeys }) {
      app.get(IngestKeys, { strict: false }).replaceAll(ingestKeys);
      return `${ingestKeys.length} keys are valid`;
    },
  };
}
