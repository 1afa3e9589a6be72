// The worker thread that owns the file: the thread that serves agents never waits for the disk.
import { parentPort } from 'node:worker_threads';
import { SqliteFile } from '../file/sqlite-file.ts';
import type { SqliteCalls, SqliteReply, SqliteRequest } from '../file/sqlite-protocol.ts';

const port = parentPort;
if (!port) throw new Error('sqlite-worker runs as a worker thread only');

const file = new SqliteFile();

port.on('message', ({ seq, call, argument }: SqliteRequest) => {
  let reply: SqliteReply;
  let transferred: ArrayBuffer[] = [];
  try {
    const method = file[call] as (argument: unknown) => unknown;
    const result = method.call(file, argument);
    reply = { seq, result };
    if (call === 'readPage') transferred = [(result as SqliteCalls['readPage']['result']).lines.buffer];
  } catch (error) {
    reply = { seq, error: describe(error) };
  }
  port.postMessage(reply, transferred);
  if (call === 'close') port.close();
});

function describe(error: unknown): { message: string; errcode?: number } {
  if (!(error instanceof Error)) return { message: String(error) };
  const errcode = (error as { errcode?: unknown }).errcode;
  return { message: error.message, ...(typeof errcode === 'number' && { errcode }) };
}
