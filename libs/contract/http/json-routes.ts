import type { RangeStats } from '../stats/ranges/range-stats.ts';
import type { StatsSeries } from '../stats/ranges/stats-series.ts';
import type { StatsSnapshot } from '../stats/snapshot.ts';
import type { SessionList, SessionView } from '../sessions/session-view.ts';
import type { AlertPreview, AlertRuleAccepted, AlertsView, SilenceAccepted } from './alerts-view.ts';
import type { CallCancelAccepted, CommandReason, PayloadsErased, SessionEndAccepted } from './commands.ts';
import type { ErrorBody } from './error-body.ts';
import type { IngestAnswer, IngestRequest } from './ingest.ts';
import type { OfferedTools } from './offered-tools.ts';
import type { QuotaList } from './quotas.ts';
import type { HistoryPage, InstanceList, ReadinessReport } from './read-routes.ts';
import type { AdminIdentity, SignInWays } from './sign-in.ts';
import type { ToolApprovalAccepted, ToolDefinitions } from './tool-definitions.ts';
import type { UpstreamList, UpstreamRestartAccepted } from './upstreams.ts';

/** What routes answer with as JSON when they succeed, by method and path. The OpenAPI document is made from it. */
export interface JsonAnswers {
  'GET /stats': StatsSnapshot | RangeStats;
  'GET /stats/series': StatsSeries;
  'GET /history': HistoryPage;
  'GET /sessions': SessionList;
  'GET /sessions/:id': SessionView;
  'GET /sessions/:id/events': HistoryPage;
  'DELETE /sessions/:id': SessionEndAccepted;
  'DELETE /sessions/:id/payloads': PayloadsErased;
  'DELETE /tenants/:tenant/payloads': PayloadsErased;
  'POST /calls/:callId/cancel': CallCancelAccepted;
  'GET /instances': InstanceList;
  'GET /quotas': QuotaList;
  'GET /upstreams': UpstreamList;
  'POST /upstreams/:name/restart': UpstreamRestartAccepted;
  'GET /alerts': AlertsView;
  'POST /alerts/silences': SilenceAccepted;
  'DELETE /alerts/silences/:id': SilenceAccepted;
  'PUT /alerts/rules/:name': AlertRuleAccepted;
  'DELETE /alerts/rules/:name': AlertRuleAccepted;
  'POST /alerts/preview': AlertPreview;
  'GET /tools': OfferedTools;
  'GET /tools/:name/definitions': ToolDefinitions;
  'POST /tools/:name/approve': ToolApprovalAccepted;
  'POST /auth/session': AdminIdentity;
  'GET /auth/session': AdminIdentity;
  'GET /auth/providers': SignInWays;
  'POST /ingest': IngestAnswer;
  'GET /health/live': { status: 'live' };
  'GET /health/ready': ReadinessReport;
}

/**
 * The bodies that routes take as JSON. Those of rules and silences are not here: the schemas that the server checks them
 * with say more.
 */
export interface JsonBodies {
  'DELETE /sessions/:id': CommandReason;
  'DELETE /sessions/:id/payloads': CommandReason;
  'DELETE /tenants/:tenant/payloads': CommandReason;
  'POST /calls/:callId/cancel': CommandReason;
  'POST /upstreams/:name/restart': CommandReason;
  'DELETE /alerts/silences/:id': CommandReason;
  'DELETE /alerts/rules/:name': CommandReason;
  'POST /tools/:name/approve': CommandReason;
  'POST /ingest': IngestRequest;
}

/** What a program needs to know of the routes' JSON. */
export interface JsonRoutes {
  answers: JsonAnswers;
  bodies: JsonBodies;
  /** Of every answer that is not a success. */
  error: ErrorBody;
}
