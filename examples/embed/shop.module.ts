import { Module } from '@nestjs/common';
import { CrowsnestModule } from 'crowsnest';
import { OrderTools } from './order.tools.ts';

@Module({
  imports: [
    CrowsnestModule.forRoot({
      events: { log: 'memory:' },
      tools: { callTimeoutMs: 30_000 },
      mcp: { serverInfo: { name: 'shop', version: '1.0.0' } },
    }),
  ],
  providers: [OrderTools],
})
export class ShopModule {}
