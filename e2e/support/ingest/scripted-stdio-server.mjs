// A server over stdio that does as its first argument says, byte by byte, without any SDK.
const [act] = process.argv.slice(2);
const answer = (id, result) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
/** More than the endpoint of Crowsnest takes in a request. */
const LARGE = 'x'.repeat(5_000_000);
const INITIALIZED = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  serverInfo: { name: 'scripted', version: '1' },
};

const ACTS = {
  /** Sends back every byte, in pieces that cut characters and lines. */
  echo: () =>
    process.stdin.on('data', (chunk) => {
      for (let at = 0; at < chunk.length; at += 7) process.stdout.write(chunk.subarray(at, at + 7));
    }),
  serve: () => {
    process.stdout.write('Not JSON: a line of somebody who prints\n');
    let text = '';
    process.stdin.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const { id, method, params } = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        if (method === 'initialize') answer(id, INITIALIZED);
        else if (method === 'tools/call')
          answer(id, { content: [{ type: 'text', text: params.arguments?.large ? LARGE : 'Grüße' }] });
      }
    });
  },
  /** Ends with a code of its own when its input ends. */
  'exit-3': () => process.stdin.resume().on('end', () => process.exit(3)),
  /** Ends itself by a signal. */
  'kill-itself': () => process.kill(process.pid, 'SIGKILL'),
  /** Says which signal it got, and ends. */
  signalled: () => {
    process.on('SIGTERM', () => {
      process.stdout.write('SIGTERM\n', () => process.exit(5));
    });
    process.stdin.resume();
    process.stdout.write(`${process.pid}\n`);
  },
  /** Neither the end of its input nor a signal ends it. */
  stubborn: () => {
    process.on('SIGTERM', () => undefined);
    process.stdin.resume();
    setInterval(() => undefined, 1_000);
    process.stdout.write(`${process.pid}\n`);
  },
  environment: () => {
    process.stdout.write(`${JSON.stringify(Object.keys(process.env))}\n`);
  },
};

ACTS[act]();
