import type { Answer, Era } from '../driver/public-client.ts';
import type { Outcome } from './driven-client.ts';
import { CHOSEN } from './fixture-server.ts';
import { BOOKING, MEASUREMENT } from './samples.ts';

/** A public client, and how it differs from the others. */
export interface ClientCase {
  client: string;
  adapter: string;
  era: Era;
  /** The name that it sends. */
  identity: { name: string; version: string };
  /** How it returns a result that has structured content in addition to its text. */
  measured: Answer;
  /** How it returns a text that is JSON. */
  booked: Answer;
  /** Its error for arguments that do not match the schema. */
  blames: RegExp;
  /** Whether it checks the arguments itself, so that invalid ones do not reach the server. */
  checksArguments?: boolean;
  /** The outcome of calling a tool whose schema needs JSON Schema 2020-12. */
  seated: Outcome;
  /** Whether its user can cancel a call, and the server learns of it. */
  cancels: boolean;
  /** Whether its user can cancel a call, and the server does not learn of it. */
  stopsWaiting?: boolean;
  /**
   * Its error for a call whose connection was cut, and which an administrator then cancels if it still runs. Missing if its
   * user waits for ever.
   */
  afterCut?: RegExp;
  /** Whether it makes a call again whose connection was cut. */
  repeatsCalls?: boolean;
  /** Whether its next call after the cut is in the same session; true if missing. */
  keepsSession?: boolean;
  /** Whether it opens its stream of notifications again when that was cut. */
  listensAgain?: boolean;
  /** The outcome of a call in a session that has ended. Missing if the client keeps no session between calls. */
  inEndedSession?: RegExp;
}

const FAILS = /Session not found.*begin a new one/;
const BEGINS_ANOTHER = /Ahoy, Zoë/;

/** It resumes the stream of the call, and so gets the answer. */
const RESUMES = /Cancelled by an administrator/;
const NOTICES = /fetch failed|Failed to process server response/;

const GIVES_ALL = {
  measured: { text: JSON.stringify(MEASUREMENT), structured: MEASUREMENT },
  booked: { text: JSON.stringify(BOOKING) },
  seated: { text: 'Row 12, seat C' },
  blames: /Invalid arguments for tool book: cabin: Invalid option: expected one of "inside"\|"sea-view"/,
};

const LEGACY_WITHOUT_RESUMPTION = {
  ...GIVES_ALL,
  era: 'legacy',
  identity: CHOSEN,
  cancels: true,
  listensAgain: true,
  inEndedSession: FAILS,
} as const;
const LEGACY = { ...LEGACY_WITHOUT_RESUMPTION, afterCut: RESUMES };
const MODERN = {
  ...GIVES_ALL,
  era: 'modern',
  identity: CHOSEN,
  cancels: true,
  afterCut: NOTICES,
  inEndedSession: BEGINS_ANOTHER,
} as const;

const SDK_V2 = { client: 'the MCP SDK v2', adapter: 'sdk-v2' };
const AI_SDK = { client: 'the AI SDK', adapter: 'ai-sdk' };
const INSPECTOR = {
  ...GIVES_ALL,
  client: 'the MCP Inspector',
  adapter: 'inspector',
  identity: { name: 'inspector-cli', version: '2.12.0' },
};
const MASTRA = {
  client: 'Mastra',
  adapter: 'mastra',
  identity: { name: CHOSEN.name, version: '1.0.0' },
  measured: { structured: MEASUREMENT },
  blames: /cabin: must be equal to one of the allowed values/,
  checksArguments: true,
};

export const CLIENTS: ClientCase[] = [
  { ...LEGACY, client: 'the MCP SDK v1', adapter: 'sdk-v1' },
  { ...LEGACY, ...SDK_V2 },
  { ...MODERN, ...SDK_V2 },
  { ...MODERN, ...SDK_V2, era: 'auto' },
  { ...INSPECTOR, era: 'legacy', cancels: false, stopsWaiting: true, afterCut: RESUMES, keepsSession: false },
  { ...INSPECTOR, era: 'modern', cancels: true, afterCut: NOTICES },
  { ...INSPECTOR, era: 'auto', cancels: true, afterCut: NOTICES },
  { ...LEGACY_WITHOUT_RESUMPTION, ...AI_SDK, cancels: false, stopsWaiting: true },
  { ...MODERN, ...AI_SDK },
  {
    ...LEGACY,
    client: 'LangChain',
    adapter: 'langchain',
    identity: { name: '@langchain/mcp-adapters', version: '1.1.4' },
    blames: /tool input did not match expected schema/,
    checksArguments: true,
  },
  {
    ...MODERN,
    client: 'the OpenAI Agents SDK',
    adapter: 'openai-agents',
    era: 'auto',
    identity: { name: CHOSEN.name, version: '1.0.0' },
  },
  { ...LEGACY, client: 'LlamaIndex', adapter: 'llamaindex', cancels: false },
  {
    ...LEGACY,
    client: 'Genkit',
    adapter: 'genkit',
    measured: { structured: MEASUREMENT },
    booked: { structured: BOOKING },
    blames: /cabin: must be equal to one of the allowed values/,
    checksArguments: true,
    seated: { error: 'Error: strict mode: unknown keyword: "prefixItems"' },
    cancels: false,
  },
  {
    ...LEGACY,
    client: 'mcp-remote',
    adapter: 'mcp-remote',
    identity: { name: `${CHOSEN.name} (via mcp-remote 0.15.1)`, version: CHOSEN.version },
    inEndedSession: BEGINS_ANOTHER,
  },
  { ...LEGACY, ...MASTRA },
  { ...MODERN, ...MASTRA, afterCut: RESUMES, repeatsCalls: true },
];
