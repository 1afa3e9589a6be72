import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import type { LoggedEvent } from '#events';
import { cutText } from '#redaction';
import type { SubjectOf } from './act.ts';
import { AuditTrail, type Actor } from './audit-trail.ts';
import { selectionOf } from './request-query.ts';

/** Milliseconds in which the same opening by the same admin is recorded once. */
const SAME_MS = 5 * 60_000;
/** Maximum number of openings that are told apart from new ones. */
const MAX_KNOWN = 10_000;
/** Maximum length of the query that is told, in characters. */
const MAX_QUERY = 500;

type Opening = SubjectOf<'admin:payload-open'>;

/** Records that admins are sent arguments and results: once for each call, or for each query that brings several. */
@Injectable()
export class OpenedPayloads {
  readonly #known = new LRUCache<string, true>({ max: MAX_KNOWN, ttl: SAME_MS });

  constructor(private readonly trail: AuditTrail) {}

  /** Records what a page of events opens. A page without arguments and results opens nothing. */
  inPage(actor: Actor, events: readonly LoggedEvent[]): void {
    if (actor.request.method === 'HEAD') return;
    const opened = events.filter(({ holdsPayload }) => holdsPayload).map(({ event }) => event);
    if (opened.length === 0) return;
    const callId = common(opened.map(({ data }) => textIn(data, 'callId')));
    const opening: Opening = {
      of: callId === '' ? 'history' : 'call',
      callId,
      sessionId: common(opened.map(({ sessionId }) => sessionId)),
      tool: common(opened.map(({ data }) => textIn(data, 'tool'))),
      query: queryOf(actor.request),
    };
    this.#record(actor, opening, common(opened.map(({ tenantId }) => tenantId)));
  }

  /** Records that a stream brings arguments and results, from now on. */
  inStream(actor: Actor): void {
    const query = queryOf(actor.request);
    this.#record(actor, { of: 'stream', callId: '', sessionId: '', tool: '', query }, '');
  }

  #record(actor: Actor, opening: Opening, ofTenant: string): void {
    const tenantId = ofTenant || (actor.admin.tenantId ?? '');
    const { of, callId, sessionId, tool, query } = opening;
    // How a call was found does not matter.
    const what = of === 'call' ? [callId] : [sessionId, tool, query];
    const key = JSON.stringify([actor.admin.id, tenantId, of, ...what]);
    if (this.#known.has(key)) return;
    this.#known.set(key, true);
    // It changes nothing in a session, so it is no event of one.
    this.trail.record(
      'admin:payload-open',
      actor,
      { outcome: 'done', ...opening },
      { sessionId: '', tenantId },
    );
  }
}

function queryOf(request: Request): string {
  return cutText(selectionOf(request), MAX_QUERY);
}

/** What all texts are; empty if they differ. */
function common(texts: readonly string[]): string {
  const [first = '', ...others] = new Set(texts);
  return others.length > 0 ? '' : first;
}

function textIn(data: object, name: 'callId' | 'tool'): string {
  return name in data ? String((data as Record<string, unknown>)[name]) : '';
}
