import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

// An MCP server over stdio that misbehaves: from its start, as its argument says, or in a call of the tool of that name.
// It runs by itself, so it imports nothing of the project.

interface Message {
  result?: { content?: Record<string, unknown> };
  id?: number | string;
  method?: string;
  params?: {
    name?: string;
    arguments?: Record<string, unknown>;
    protocolVersion?: string;
    _meta?: { progressToken?: number | string; [key: string]: unknown };
  };
}

type Fault = (message: Message) => Promise<void> | void;

const MEGABYTE = 1_048_576;
/** Number of pings that were answered. */
let pongs = 0;
/** The call that waits for the answer of the user. */
let asking: Message | undefined;
const start = process.argv[2] ?? 'healthy';

function write(text: string | Buffer): void {
  process.stdout.write(text);
}

function send(message: object): void {
  const whole = { jsonrpc: '2.0', ...message };
  if (start === 'indented' || start === 'verbose') write(`${JSON.stringify(whole, null, 2)}\n`);
  if (start !== 'indented') write(`${JSON.stringify(whole)}\n`);
}

function answer({ id }: Message, text: string): void {
  send({ id, result: { content: [{ type: 'text', text }] } });
}

/** A process that outlives this one unless its group is ended, and ignores what can be ignored. */
function grandchild(): number {
  const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  return spawn(process.execPath, ['-e', code], { stdio: 'ignore' }).pid ?? 0;
}

const TOOLS: Record<string, Fault> = {
  echo: (message) => answer(message, JSON.stringify(message.params?.arguments ?? {})),
  meta: (message) => answer(message, JSON.stringify(message.params?._meta ?? {})),
  environment: (message) => answer(message, JSON.stringify(process.env)),
  pid: (message) => answer(message, String(process.pid)),
  fork: (message) => answer(message, String(grandchild())),
  die: () => process.exit(7),
  'die-of-signal': () => void process.kill(process.pid, 'SIGABRT'),
  'speak-and-die': () => {
    process.stderr.write('password=hunter2-hunter2\nout of memory\n', () => process.exit(9));
  },
  hang: () => undefined,
  'flood-stdout': (message) => {
    for (let line = 0; line < 20_000; line += 1) write(`debug: line ${line} of a chatty server\n`);
    answer(message, 'flooded');
  },
  'flood-stderr': async (message) => {
    const line = `${'x'.repeat(1_023)}\n`;
    await new Promise<void>((resolve) =>
      process.stderr.write(line.repeat(MEGABYTE / 1_024), () => resolve()),
    );
    answer(message, 'flooded');
  },
  garbage: (message) => {
    write(Buffer.from([0xff, 0xfe, 0x00, 0x0a]));
    write('{"jsonrpc":"2.0","id":1,"res\n{"level":"info"}\n[1,2]\n\n');
    answer(message, 'after garbage');
  },
  'not-utf8': ({ id }) => {
    write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"Gr`);
    write(Buffer.of(0xfc));
    write('n"}]}}\n');
  },
  'half-characters': async (message) => {
    const bytes = Buffer.from(
      `${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { content: [], text: 'Grüße 🦉' } })}\n`,
    );
    for (const byte of bytes) {
      write(Buffer.of(byte));
      await setTimeout(1);
    }
  },
  'half-line-and-die': ({ id }) => {
    process.stdout.write(`{"jsonrpc":"2.0","id":${id},"resu`, () => process.exit(8));
  },
  'last-line-without-end': ({ id }) => {
    const result = { content: [{ type: 'text', text: 'last words' }] };
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }), () => process.exit(0));
  },
  'close-stdout': () => closeSync(1),
  'close-stdin': (message) => {
    closeSync(0);
    answer(message, 'deaf');
  },
  'endless-line': () => {
    const piece = 'y'.repeat(MEGABYTE);
    const more = (): void => void process.stdout.write(piece, more);
    more();
  },
  'answer-twice': (message) => {
    answer(message, 'first');
    answer(message, 'second');
  },
  'answer-unknown': (message) => {
    answer({ id: 987_654 }, 'to nobody');
    answer(message, 'to you');
  },
  'answer-with-text-id': (message) => answer({ id: String(message.id) }, 'by its text'),
  ping: (message) => {
    answer(message, 'to follow');
    send({ id: 'ping', method: 'ping' });
  },
  question: (message) => {
    asking = message;
    const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } };
    send({ id: 'question', method: 'elicitation/create', params: { message: 'Who?', requestedSchema } });
  },
  pongs: (message) => answer(message, String(pongs)),
  progress: async (message) => {
    const steps = Number(message.params?.arguments?.['steps'] ?? 3);
    const progressToken = message.params?._meta?.progressToken;
    for (let progress = 1; progress <= steps; progress += 1) {
      send({ method: 'notifications/progress', params: { progressToken, progress } });
      await setTimeout(Number(message.params?.arguments?.['everyMs'] ?? 1));
    }
    answer(message, 'done');
  },
};

function receive(message: Message): void {
  const { id, method, params } = message;
  if (id === 'ping') pongs += 1;
  if (id === 'question' && asking) answer(asking, String(message.result?.content?.['name']));
  if (id === undefined || method === undefined) return;
  switch (method) {
    case 'initialize':
      if (start === 'refuse-while' && existsSync(process.argv[3] ?? ''))
        return send({ id, error: { code: -32000, message: 'The key is missing' } });
      return send({
        id,
        result: {
          protocolVersion: params?.protocolVersion,
          capabilities: { tools: { listChanged: true } },
          serverInfo: { name: 'fault-server', version: '1' },
        },
      });
    case 'tools/list':
      return send({
        id,
        result: { tools: Object.keys(TOOLS).map((name) => ({ name, inputSchema: { type: 'object' } })) },
      });
    case 'tools/call': {
      const tool = TOOLS[params?.name ?? ''];
      return tool ? void tool(message) : send({ id, error: { code: -32602, message: 'Unknown tool' } });
    }
    default:
      return send({ id, error: { code: -32601, message: 'Method not found', data: { method } } });
  }
}

function serve(): void {
  createInterface({ input: process.stdin }).on('line', (line) => receive(JSON.parse(line) as Message));
}

switch (start) {
  case 'die-while':
    if (existsSync(process.argv[3] ?? '')) process.exit(3);
    serve();
    break;
  case 'die':
    process.stderr.write('cannot open the database\n', () => process.exit(3));
    break;
  case 'silent':
    process.stdin.resume();
    break;
  case 'not-mcp':
    write('Welcome! Type "help" for a list of commands.\n');
    process.stdin.resume();
    break;
  case 'stubborn':
    process.on('SIGTERM', () => undefined);
    setInterval(() => undefined, 1_000);
    serve();
    break;
  default:
    serve();
}
