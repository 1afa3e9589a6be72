import { KeepAlivePost } from '../mcp/load/keep-alive-post.ts';
import { TRIVIAL_CALL, modernCall } from '../mcp/load/mcp-requests.ts';
import { takeCommands } from '../processes/commands.ts';
import { bearer } from './agent-keys.ts';

/** An agent that sends one call after another. */
takeCommands({
  /**
   * Resolves with the 99th percentile of the latency of `calls` calls, in milliseconds. Throws if an answer is wrong.
   */
  p99: async ({ port, calls }: { port: number; calls: number }): Promise<number> => {
    const post = new KeepAlivePost(port, 1);
    const { headers, body } = modernCall();
    const request = { headers: { ...headers, ...bearer('right') }, body };
    const latencies: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      const begun = performance.now();
      const { status, text } = await post.send(request);
      if (status !== 200 || !text.includes(TRIVIAL_CALL.answer))
        throw new Error(`Answered ${status}: ${text}`);
      latencies.push(performance.now() - begun);
    }
    return latencies.toSorted((a, b) => a - b)[Math.floor(calls * 0.99)] ?? NaN;
  },
});
