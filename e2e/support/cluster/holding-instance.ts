// An instance of a cluster whose calls of `hold` end only when they are cancelled. The tests kill and pause it.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CrowsnestModule, Tool, type HandlerContext } from '#crowsnest';
import { waitForAgreement } from './patient-agreement.ts';

class HoldingTools {
  @Tool({ name: 'hold' })
  async hold(_input: unknown, { signal }: HandlerContext): Promise<string> {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return 'interrupted';
  }
}

const { PORT = '', ADMIN_TOKENS: token = '', CROWSNEST_LOG: log = '' } = process.env;
const peerUrl = `http://127.0.0.1:${PORT}`;

@Module({
  imports: [
    CrowsnestModule.forRoot({
      events: { log, instance: { peerUrl } },
      cluster: { secret: 'a-secret-of-all-instances' },
      mcp: { drainMs: 0 },
      access: { host: '127.0.0.1' },
      signIn: { tokens: [{ token, name: 'admin', role: 'admin', tenantId: null }], dataDirectory: null },
    }),
  ],
  providers: [HoldingTools],
})
class HoldingModule {}

const app = await NestFactory.create(HoldingModule, { forceCloseConnections: true });
waitForAgreement(app);
app.enableShutdownHooks(undefined, { useProcessExit: true });
await app.listen(Number(PORT), '127.0.0.1');
