import { Global, Module } from '@nestjs/common';
import { ClusterModule, PeerGreetings } from '#cluster';
import { AgentKeys } from '#edge';
import { ShutdownModule } from '#shutdown';
import {
  DefinitionsProjection,
  DefinitionWatch,
  FirstToTell,
  Offer,
  Offers,
  OfferWatch,
  WithheldTools,
} from '#tools';
import { AGENT_PROVIDERS } from './agent-providers.ts';
import { AgentLimits } from './limits/agent-limits.ts';
import { CallQuotas } from './limits/call-quotas.ts';
import { HandOver } from './hand-over.ts';
import { McpEndpoint } from './mcp-endpoint.ts';
import { McpShutdown } from './mcp-shutdown.ts';
import { ConfigurableModuleClass } from './mcp.module-definition.ts';
import { DecoratedOffer } from './decorated/decorated-offer.ts';
import { HandlerRuns } from './decorated/handler-runs.ts';
import { RequestStates } from './decorated/input/request-states.ts';
import { ListNotices } from './decorated/list-notices.ts';
import { Listenings } from './decorated/listening/listenings.ts';
import { McpServers } from './decorated/mcp-servers.ts';
import { Completions } from './decorated/surface/completions.ts';
import { ListedDefinitions } from './decorated/surface/listed-definitions.ts';
import { PagedLists } from './decorated/surface/paged-lists.ts';
import { PromptSurface } from './decorated/surface/prompt-surface.ts';
import { ResourceReads } from './decorated/surface/resources/resource-reads.ts';
import { ResourceAdmission } from './decorated/surface/resources/resource-admission.ts';
import { ResourceSubscriptions } from './decorated/surface/resources/resource-subscriptions.ts';
import { SubscribedCharacters } from './decorated/surface/resources/subscribed-characters.ts';
import { ResourceSurface } from './decorated/surface/resources/resource-surface.ts';
import { TemplateLists } from './decorated/surface/resources/template-lists.ts';
import { ToolSchemas } from './decorated/surface/tool-schemas.ts';
import { ToolSurface } from './decorated/surface/tool-surface.ts';
import { Beginnings } from './legacy/beginnings.ts';
import { ProtocolSessions } from './legacy/protocol-sessions.ts';
import { Replays } from './legacy/replay/replays.ts';
import { SessionLimits } from './legacy/session-limits.ts';
import { SessionOwners } from './legacy/session-owners.ts';
import { SessionRoom } from './legacy/session-room.ts';
import { CallHolders } from './modern/call-holders.ts';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { Observation } from './observation/observation.ts';
import { ToolScopes } from './tool-scopes.ts';
import { UsableTools } from './usable-tools.ts';
import { Withdrawals } from './withdrawals.ts';

/**
 * Serves the MCP endpoint. Requires `EdgeModule`, `EventsModule`, `SessionsModule` and `ToolsModule`. Global: metrics
 * observe its messages.
 */
@Global()
@Module({
  imports: [ClusterModule, ShutdownModule],
  providers: [
    ...AGENT_PROVIDERS,
    RequestStates,
    HandlerRuns,
    ToolSurface,
    ResourceSurface,
    TemplateLists,
    ResourceReads,
    ListedDefinitions,
    PagedLists,
    ListNotices,
    PromptSurface,
    Completions,
    ResourceAdmission,
    ResourceSubscriptions,
    SubscribedCharacters,
    ToolSchemas,
    Listenings,
    McpServers,
    { provide: Offer, useClass: DecoratedOffer },
    { provide: Offers, inject: [Offer], useFactory: (own: Offer) => new Offers(own) },
    DefinitionsProjection,
    WithheldTools,
    FirstToTell,
    DefinitionWatch,
    OfferWatch,
    Observation,
    Replays,
    HandOver,
    SessionOwners,
    SessionRoom,
    SessionLimits,
    Beginnings,
    ProtocolSessions,
    CallHolders,
    ModernEndpoint,
    AgentLimits,
    CallQuotas,
    McpShutdown,
    ToolScopes,
    UsableTools,
    McpEndpoint,
    Withdrawals,
  ],
  exports: [DefinitionsProjection, DefinitionWatch, Observation, Offer, Offers, WithheldTools],
})
export class McpModule extends ConfigurableModuleClass {
  constructor(greetings: PeerGreetings, keys: AgentKeys) {
    super();
    greetings.compare('agent keys', () => keys.fingerprint);
  }
}
