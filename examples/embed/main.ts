// Crowsnest in your own Nest application: one import serves every @Tool method at /mcp, and the console at /dashboard/.
// Run it with: npm run build:server && node dist/examples/embed/main.js
import { NestFactory } from '@nestjs/core';
import { ShopModule } from './shop.module.ts';

const app = await NestFactory.create(ShopModule, { forceCloseConnections: true });
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
