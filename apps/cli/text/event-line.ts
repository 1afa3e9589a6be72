import type { CrowsnestEvent } from '#contract';
import { cutText } from '#redaction';
import { milliseconds } from './milliseconds.ts';
import { paint, type Style } from './paint.ts';
import { printable } from './printable.ts';

/** Width of the column of types: that of nearly all of them. */
const TYPE_WIDTH = 'session:expired'.length;
/** Maximum length of what is printed of one member, in characters. `--json` prints all. */
const MAX_MEMBER = 200;
/** Members that say nothing to people. */
const HIDDEN = new Set(['chain']);

/** Members of the data of some types. Those of types of newer servers are printed by their names. */
type Members = Record<string, unknown> & {
  tool?: string;
  client?: { name: string; version: string };
  durationMs?: number;
  error?: string;
};

/** An event as a line of text: when, what, and what about; then the members of its data by their names, and whose it is. */
export function eventLine({ type, timestamp, sessionId, tenantId, data }: CrowsnestEvent): string {
  const { tool, client, durationMs, error, ...others } = data as Members;
  const named = Object.entries({ ...others, session: sessionId, tenant: tenantId });
  const parts = [
    paint('dim', timestamp),
    paint(styleOf(type), printable(type).padEnd(TYPE_WIDTH)),
    tool !== undefined && paint('bold', printable(tool)),
    client && paint('bold', printable(`${client.name} ${client.version}`)),
    durationMs !== undefined && milliseconds(durationMs),
    error !== undefined && paint('red', textOf(error)),
    ...named.filter(isSaid).map(([name, value]) => `${paint('dim', `${printable(name)}=`)}${textOf(value)}`),
  ];
  return parts.filter((part) => typeof part === 'string').join('  ');
}

function isSaid([name, value]: [string, unknown]): boolean {
  return !HIDDEN.has(name) && value !== '' && value !== undefined;
}

function textOf(value: unknown): string {
  const isPlain = typeof value === 'string' && /^[^\s"=]+$/.test(value);
  const text = isPlain ? value : JSON.stringify(value);
  const cut = cutText(text, MAX_MEMBER);
  return printable(cut === text ? text : `${cut}…`);
}

function styleOf(type: string): Style {
  if (type === 'tool:error' || type === 'session:expired' || type === 'log:degraded') return 'red';
  if (type === 'tool:done' || type === 'log:recovered') return 'green';
  if (type.startsWith('session:')) return 'cyan';
  if (type.startsWith('admin:')) return 'magenta';
  return /^(alert|quota):/.test(type) ? 'yellow' : 'blue';
}
