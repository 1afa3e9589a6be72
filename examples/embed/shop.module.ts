import { Module } from '@nestjs/common';
import { CrowsnestModule } from 'crowsnest';
import { OrderTools } from './order.tools.ts';

@Module({
  imports: [
    CrowsnestModule.forRoot({
      events: { log: 'memory:' },
      sessions: { protocolIdleMs: 30 * 60_000, derivedIdleMs: 5 * 60_000 },
      tools: { callTimeoutMs: 30_000 },
      mcp: { serverInfo: { name: 'shop', version: '1.0.0' } },
      access: { host: '127.0.0.1' },
      signIn: {
        tokens: [
          {
            token: process.env['ADMIN_TOKEN'] ?? 'only-for-this-example',
            name: 'admin',
            role: 'admin',
            tenantId: null,
          },
        ],
        dataDirectory: null,
      },
    }),
  ],
  providers: [OrderTools],
})
export class ShopModule {}
