import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { instanceFilter } from '../../picture/instance-filter.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { formatDuration } from '../../time/durations.ts';
import { formatAgo, formatPreciseMoment } from '../../time/times.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { UrlState } from '../../view/url-state.ts';
import { factOf, type Call } from '../call.ts';
import { callLink } from '../call-link.ts';
import { CallOperation } from '../operation/call-operation.ts';
import { CallTimes } from '../call-times.ts';
import { OpenCall } from '../open-call.ts';
import { operationText } from '../operation/operation-text.ts';
import { ShownCall } from '../shown-call.ts';
import { TraceLinks } from './trace-links.ts';

/** A fact with its name, value and style. */
interface Fact {
  name: string;
  value: string;
  look: '' | 'mono' | 'number' | 'trace';
  /** The query of a link to the events of it. */
  query?: { filter: string };
}

/** The facts of the open call: agent, times, duration, sizes, and ids to search for in other systems. */
@Component({
  selector: 'app-call-facts',
  imports: [RouterLink, TraceLinks],
  templateUrl: './call-facts.html',
  styleUrl: './call-facts.css',
})
export class CallFacts {
  protected readonly shown = inject(ShownCall);
  protected readonly times = inject(CallTimes);
  protected readonly operation = inject(CallOperation).operation;
  readonly #time = inject(PictureTime);

  readonly #url = inject(UrlState);
  readonly #open = inject(OpenCall);

  protected readonly session = this.shown.session;
  /** The query of the link to the session. It keeps the panel open. */
  protected readonly toSession = computed(() => ({
    ...this.#url.kept(),
    ...callLink(this.#open.eventId()),
  }));
  protected readonly ago = computed(() => {
    const begin = this.times.begin();
    return begin === null ? '' : formatAgo(begin, this.#time.second());
  });
  protected readonly usual = computed(() => {
    const p99 = this.times.p99();
    if (p99 === null) return 'no p99 of this tool yet';
    const pace = this.times.pace();
    return `${pace === 'usual' ? '' : `${pace} · `}p99 of this tool ${formatDuration(p99)}`;
  });
  protected readonly facts = computed<Fact[]>(() => {
    const call = this.shown.call();
    return call ? [...whenOf(call), ...whatOf(call), ...idsOf(call)].filter(({ value }) => value !== '') : [];
  });
  protected readonly begun = computed(() => {
    const begin = this.times.begin();
    return begin === null ? '' : formatPreciseMoment(new Date(begin).toISOString());
  });
  protected readonly took = computed(() => {
    const ms = this.times.duration();
    return ms === null ? '' : formatDuration(ms);
  });
  protected readonly operationText = operationText;
  protected readonly formatDuration = formatDuration;
  protected readonly isRunning = computed(() => this.shown.state() === 'running');
}

function whenOf({ end }: Call): Fact[] {
  return [{ name: 'Ended', value: end ? formatPreciseMoment(end.timestamp) : '', look: 'number' }];
}

function whatOf({ start, end }: Call): Fact[] {
  const error = end?.type === 'tool:error' ? end.data : undefined;
  const sizes = [
    sizeText(start?.data.argumentBytes ?? end?.data.argumentBytes, 'sent'),
    sizeText(end?.data.resultBytes, 'got'),
  ];
  return [
    { name: 'Kind', value: error?.kind ?? '', look: '' },
    { name: 'Code', value: String(error?.code ?? ''), look: 'mono' },
    { name: 'Size', value: sizes.filter((text) => text !== '').join(', '), look: 'number' },
    { name: 'Tool', value: start?.data.offered === false ? 'not offered by this server' : '', look: '' },
  ];
}

function sizeText(bytes: number | undefined, word: string): string {
  return bytes === undefined ? '' : `${formatBytes(bytes)} ${word}`;
}

function idsOf(call: Call): Fact[] {
  const fact = (name: string, value: string | undefined): Fact => ({
    name,
    value: value ?? '',
    look: 'mono',
  });
  const instance = factOf(call, 'instance');
  return [
    { ...fact('Trace', factOf(call, 'traceId')), look: 'trace' },
    fact('Upstream', factOf(call, 'upstream')),
    { ...fact('Instance', instance), ...(instance && { query: { filter: instanceFilter(instance) } }) },
    fact('Continues', factOf(call, 'continues')),
    fact('Tenant', call.tenantId),
    fact('Call', call.callId),
    fact('Session', call.sessionId),
  ];
}
