import { defineConfig } from '@playwright/test';

// Debian's Chromium, also as root and in containers; CHROMIUM names another one.
const chromium = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: 'e2e/browser',
  outputDir: 'test-results',
  // Each test has a server of its own; two at a time keep a small machine responsive.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // For what hangs, as in `jest.config.ts`: a test may start and stop several servers on a busy machine.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: chromium,
    viewport: { width: 1440, height: 1000 },
    trace: 'retain-on-failure',
  },
});
