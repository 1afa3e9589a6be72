import type { AdminRole } from '../admin-role.ts';
import type { AlertRule } from '../alerts/alert-rule.ts';
import type { SilencedSubject } from '../alerts/silence.ts';
import type { CallId, SessionId } from '../ids.ts';

/** Whether an act took place, was refused by the server, or was tried and failed. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

/** The place of an event in the chain of the process that published it. `crowsnest audit verify` follows the chains. */
export interface AuditChain {
  /** Identifies one life of a process, and is never used again. */
  id: string;
  /** 1 for the first event of the chain, and one more for each. */
  seq: number;
  /**
   * The SHA-256, in hex, of the event before this one in the chain: of its canonical JSON (RFC 8785), without its id. The
   * first event of a chain names the newest one in the log when the process began; empty if there was none.
   */
  previous: string;
}

/** What every event of the audit trail says. */
export interface AdminAct {
  /** The admin's name. Empty if it is not known, or if no admin is behind it. */
  admin: string;
  role?: AdminRole;
  /** The network of the client: an IPv4 address, or the first four groups of an IPv6 address. Empty if there is no client. */
  from: string;
  outcome: AuditOutcome;
  /** What the admin gave as the reason; for an act that did not take place, why not: mostly the code of the error. */
  reason?: string;
  /** The instance that was asked, if there are several. */
  instance?: string;
  /** Missing in events of versions before there were chains. */
  chain?: AuditChain;
}

/**
 * An admin has signed in, or somebody has tried to with a wrong token. The first wrong attempt of a network is reported
 * at once, and the number of further attempts after a minute.
 */
export interface AdminSignInData extends AdminAct {
  /** Number of wrong attempts that the event reports. */
  attempts?: number;
}

/** An admin has signed out. */
export type AdminSignOutData = AdminAct;

/** An admin has ended a session. The event belongs to that session and precedes its effects, unless it was refused. */
export interface AdminSessionEndData extends AdminAct {
  sessionId: SessionId;
}

/** An admin has cancelled a call. The event belongs to the call's session and precedes its effects, unless it was refused. */
export interface AdminCallCancelData extends AdminAct {
  callId: CallId;
  /** Empty if the call is not known. */
  tool: string;
}

/** The configuration file was read again because it has changed. Secrets are never told. */
export interface AdminConfigurationData extends AdminAct {
  /** What was added, such as `admins.ann`: a part of the file and a name in it. */
  added?: string[];
  removed?: string[];
  changed?: string[];
  /** Settings that are not as they were at the start, and apply from the next start on. */
  pending?: string[];
  /** Why the file was refused. */
  faults?: string[];
}

/** An admin has begun to export events. */
export interface AdminExportData extends AdminAct {
  format: string;
  /** The parameters of the request, cut after 500 characters. */
  query: string;
  /** Whether arguments and results are exported, where there are some. */
  payloads: boolean;
}

/**
 * An admin is sent recorded arguments or results. The event belongs to the tenant of the calls, or to that of the admin
 * if the calls belong to several tenants. The same opening is reported once in five minutes.
 */
export interface AdminPayloadOpenData extends AdminAct {
  /** Whether they are those of one call, of a page of the history, or of a stream, which brings further ones. */
  of: 'call' | 'history' | 'stream';
  /** The call. Empty if there are several. */
  callId: CallId;
  /** The session of all that were sent. Empty if there are several. */
  sessionId: SessionId;
  /** The tool of all that were sent. Empty if there are several. */
  tool: string;
  /** The parameters of the request that select events, cut after 500 characters. */
  query: string;
}

/** The assistant of an admin has called a tool of `/admin/mcp`. It is not a tool of agents. */
export interface AdminAskData extends AdminAct {
  /** The name of that tool. */
  asked: string;
  /** The arguments as JSON, cut after 500 characters. */
  query: string;
}

/** An admin has had the recorded arguments and results of a session or of a tenant erased. */
export interface AdminPayloadEraseData extends AdminAct {
  /** Whether it is about the session of the event, or about its whole tenant. */
  of: 'session' | 'tenant';
  /** Number of arguments and results that were erased. */
  payloads: number;
}

/** An admin has begun or ended a silence of alerts. */
export interface AdminAlertSilenceData extends AdminAct {
  deed: 'begin' | 'end';
  /** The id of the silence; empty if it was refused. */
  silence: string;
  rule?: string;
  subject?: SilencedSubject;
  until?: string;
}

/** An admin has set or deleted a rule of alerts. */
export interface AdminAlertRuleData extends AdminAct {
  deed: 'set' | 'delete';
  /** The name of the rule. */
  rule: string;
  /** The rule as it was; missing for a new one. */
  before?: AlertRule;
  /** The new rule; missing if the rule was deleted. */
  after?: AlertRule;
}

/** An admin has approved the changed definition of a tool, which was withheld. */
export interface AdminToolApproveData extends AdminAct {
  tool: string;
  /** The upstream that the tool is of; missing for a tool of this server. */
  upstream?: string;
  /** The hash of the approved definition; empty if there was none to approve. */
  definition: string;
}

/** An admin has restarted an upstream. */
export interface AdminUpstreamRestartData extends AdminAct {
  upstream: string;
  /** The only instance in which it was restarted; missing for all. */
  only?: string;
}
